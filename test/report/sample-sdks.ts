import type { SdkFinding, SdkPlace, SdkReport, SdkResult } from '../../src/domain/sdk.js';
import { SdkCollector } from '../../src/sdk/collector.js';

/** The report of an SDK after the results of operations: the result, its places, and for how many responses. */
export function sdkReport(
  sdk: Partial<Pick<SdkReport, 'name' | 'version' | 'spec'>>,
  results: readonly [operation: string, result: SdkResult['result'], places?: SdkPlace[], times?: number][],
  stopped?: string,
): SdkReport {
  const identity = { name: 'python', version: '3.4.4', spec: 'python', ...sdk };
  // The tests use names that Okta does not have.
  const collector = new SdkCollector(identity, (_, place) => place);
  for (const [operation, result, findings = [], times = 1] of results)
    for (let i = 0; i < times; i += 1) collector.add(operation, { ...identity, result, findings });
  return collector.report(stopped);
}

export function place(pointer: string, parts: Partial<SdkPlace> = {}): SdkPlace {
  return { pointer, cause: 'enum', expected: 'UserStatus', message: 'is not a member of UserStatus', ...parts };
}

export function dropped(pointer: string, model = 'User'): SdkPlace {
  return { pointer, cause: 'dropped', expected: model, message: `is not a property of ${model} and is dropped` };
}

/** An SDK that reads all, one with three findings, and one with 60 causes in many operations. */
export function threeSdks(): SdkReport[] {
  const models = Array.from(
    { length: 20 },
    (_, i) => `${['Policy', 'Application', 'LogEvent', 'Factor'][i % 4]}Model${i}`,
  );
  return [
    sdkReport({ name: 'go', version: '5.0.6', spec: 'go:sdk' }, [['GET /api/v1/users', 'read', [], 6028]]),
    sdkReport({ name: 'node', version: '7.0.0', spec: 'node' }, [
      ['GET /api/v1/users', 'loss', [dropped('/0/realmId'), dropped('/0/type')], 12],
      [
        'GET /api/v1/groups',
        'empty',
        [place('', { cause: 'swallowed', message: 'is returned as nothing, without an error' })],
        2,
      ],
      ['GET /api/v1/apps', 'read', [], 40],
    ]),
    sdkReport(
      {},
      models.flatMap((model, i) => {
        const operation = `GET /api/v1/authorizationServers/{authServerId}/policies${i % 3}/{policyId}/rules`;
        return [
          [
            operation,
            'failed',
            [
              place(`/${i}/conditions/${'people/'.repeat(i % 4)}status${i}`, {
                expected: model,
                message: `is not a member of ${model}`,
              }),
            ],
            60 - i,
          ],
          [
            `GET /api/v1/apps/{appId}/features${i}`,
            'failed',
            [
              place(`/0/settings${i}`, {
                cause: 'missing',
                expected: model,
                message: `is a required property of ${model}`,
              }),
            ],
            20,
          ],
          [operation, 'loss', [dropped(`/0/_embedded/extra${i}`, model)], 3],
        ] as const;
      }) as never,
      'The adapter ended 3 times, the last time because it took longer than 10 seconds.',
    ),
  ];
}

/** A finding of an SDK. */
export function firstFinding({ findings }: SdkReport): SdkFinding {
  const [first] = findings;
  if (!first) throw new Error('The SDK has no finding.');
  return first;
}

const org = 'GET /.well-known/okta-organization';

/** Results of two SDKs in the places of a change and of a finding of `oneOfEach`. */
export function sdksOfOneOfEach(): SdkReport[] {
  const missing = place('/settings', { cause: 'missing', expected: 'Org', message: 'is a required property of Org' });
  return [
    sdkReport({}, [
      [org, 'failed', [missing]],
      ['GET /api/v1/users', 'failed', [place('/0/id', { cause: 'null', expected: 'str', message: 'is null' })]],
    ]),
    sdkReport({ name: 'node', version: '7.0.0', spec: 'node' }, [[org, 'loss', [dropped('/settings', 'Org')]]]),
  ];
}
