import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { startReferenceOrg } from '../../reference-org/index.js';
import { readReport } from '../../src/assess/read.js';
import { runMain } from '../cli/run-main.js';
import { runSuites } from '../e2e/run-suites.js';

const fake = `exec:${fileURLToPath(new URL('./fake-adapter.mjs', import.meta.url))}`;

test('verify passes the responses of a run to the SDKs, and reports them', async () => {
  const { code, output, report } = await runSuites({ OKTA_CONTRACTS_SDK: `${fake}, ${fake}` }, ['group']);
  expect(code, output).toBe(0);
  const [first, second] = report?.sdks ?? [];
  expect(first).toMatchObject({ name: 'fake', version: '1.0.0', spec: fake, findings: [] });
  expect(first?.responses.read).toBeGreaterThan(0);
  expect(second?.responses).toEqual(first?.responses);
  expect(output).toMatch(/^SDK fake 1\.0\.0 reads all \d+ responses\.$/m);
});

test('an SDK that cannot be used is reported before the first request of a run', async () => {
  const { code, output, report } = await runSuites({ OKTA_CONTRACTS_SDK: 'exec:/no/such' }, ['group']);
  expect(code).toBe(2);
  expect(output).toContain('The SDK exec:/no/such cannot be used: /no/such does not exist.\n');
  expect(report).toBeUndefined();
});

test('the gateway passes responses to the SDKs while it runs, and its report has them', async () => {
  const org = await startReferenceOrg();
  const folder = mkdtempSync(join(tmpdir(), 'okta-sdk-gateway-'));
  const [out, temporary] = [join(folder, 'reports'), join(folder, 'temporary')];
  mkdirSync(temporary);
  vi.stubEnv('TMPDIR', temporary);
  const client = `
    const headers = { authorization: 'SSWS ${org.token}' };
    for (const path of ['/api/v1/users?limit=1', '/api/v1/groups?limit=1', '/api/v1/nothing'])
      await (await fetch(process.env.OKTA_CLIENT_ORGURL + path, { headers })).text();`;
  try {
    const args = ['gateway', '--org', org.url, '--out', out, '--sdk', fake, '--sdk', fake];
    const { code } = await runMain([...args, '--', process.execPath, '--input-type=module', '-e', client]);
    expect(code).toBe(0);
  } finally {
    vi.unstubAllEnvs();
    await org.close();
  }
  expect(readReport(join(out, 'report.json')).sdks?.map(({ responses }) => responses.read)).toEqual([2, 2]);
  expect(readdirSync(temporary).filter((name) => name.startsWith('okta-contracts-sdk-'))).toEqual([]);
});

test('the gateway does not start with an SDK that cannot be used', async () => {
  const { code, out, err } = await runMain(['gateway', '--org', 'http://127.0.0.1:1', '--sdk', 'exec:/no/such']);
  expect({ code, out, err }).toEqual({
    ...{ code: 2, out: '' },
    err: 'The SDK exec:/no/such cannot be used: /no/such does not exist.\n',
  });
});
