import { type SdkReport, sdkFailsOn } from '../../domain/sdk.js';
import { sdkGroupsOf } from '../../sdk/groups.js';
import { sdkName, sdkNumbers, sdkResults } from './sdk-texts.js';
import type { TestCase } from './test-case.js';

/**
 * The suite of an SDK: a case for each operation that it did not read completely, and one for all responses.
 * @param fails whether an SDK that fails gives exit code 1; otherwise all cases pass, with notes
 */
export function sdkSuite(sdk: SdkReport, fails: boolean): { name: string; cases: TestCase[] } {
  const groups = sdkGroupsOf(sdk.findings);
  const cases = sdk.operations.map(({ operation, failed, empty }): TestCase => {
    const lines = groups
      .filter((group) => group.operations.some((one) => one.operation === operation))
      .map((group) => `${sdkResults[group.result]}: ${group.title.replaceAll('`', '')}. ${group.advice}`);
    return caseOf(
      operation,
      fails && sdkFailsOn(sdk, { operation, failed, empty }),
      lines[0] ?? sdkResults.failed,
      lines,
    );
  });
  const text = [sdkNumbers(sdk), ...(sdk.stopped === undefined ? [] : [sdk.stopped])];
  const whole = caseOf('reads the responses', fails && sdk.stopped !== undefined, sdk.stopped ?? '', text);
  return { name: `SDK ${sdkName(sdk)}`, cases: [...cases, whole] };
}

function caseOf(name: string, isFailure: boolean, message: string, lines: readonly string[]): TestCase {
  const text = lines.join('\n');
  if (isFailure) return { name, kind: 'failed', message, details: text };
  return { name, kind: 'passed', ...(text === '' ? {} : { notes: text }) };
}
