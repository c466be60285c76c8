import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { createMatcher } from '../../src/contract/match.js';
import type { OperationResult } from '../../src/domain/outcome.js';
import { Checker } from '../../src/gateway/checker.js';
import { startGateway } from '../../src/gateway/gateway.js';
import { carryOutSuites, readSuites } from '../engine/all-plans.js';
import { policy } from '../report/sample-report.js';
import { noTraffic, sdkHttp } from './sdk-http.js';

const suites = await readSuites();
const match = createMatcher(loadCatalogue());

/** All findings about the org except notices, each once. Findings about requests concern the client. */
function foundIn(results: Iterable<Pick<OperationResult, 'operation' | 'findings'>>): string[] {
  const found = [...results].flatMap(({ operation, findings }) =>
    findings
      .filter(({ kind, level }) => level !== 'notice' && kind !== 'request')
      .map(({ pointer, message, fingerprint }) => `${operation} ${pointer}: ${message} (${fingerprint})`),
  );
  return [...new Set(found)].sort();
}

const isNotServed = /does not serve the operation/;

/** The paths of the operations that the org does not serve. */
function pathsNotServed(findings: readonly string[]): string[] {
  return [
    ...new Set(findings.filter((finding) => isNotServed.test(finding)).map((finding) => finding.split(' ')[1] ?? '')),
  ].sort();
}

// Three independent parties: Okta's own client, the org, and the gateway.
test.each(['current', 'observed', 'previous'] as const)(
  "the gateway finds in what Okta's own SDK asks what the suites find: profile %s",
  { timeout: 120_000 },
  async (profile) => {
    const traffic = noTraffic();
    let end = async (): ReturnType<Checker['end']> => Promise.reject(new Error('it was not begun'));
    const { results, org } = await carryOutSuites(
      suites.keys(),
      { profile },
      {
        by: async ({ url, token }, plain) => {
          const ignore = () => undefined;
          const checker = await Checker.start({ org: url, policy }, ignore, ignore);
          const gateway = await startGateway({
            org: url,
            host: '127.0.0.1',
            port: 0,
            match,
            refusal: ignore,
            admit: async () => undefined,
            onExchange: (exchange) => checker.add(exchange),
            onRefused: ignore,
          });
          end = async () => {
            await gateway.close();
            expect(Object.values(gateway.unchecked)).toEqual([0, 0, 0, 0]);
            return checker.end({});
          };
          return sdkHttp({ url: gateway.url, token }, plain, traffic);
        },
      },
    );
    const { report, totals } = await end();

    // The method of the SDK has no `limit`.
    expect([...traffic.unknown].filter((request) => !/^GET \/api\/v1\/users\/\w+\/groups$/.test(request))).toEqual([]);
    // Requests that the SDK could not send, or whose responses it could not read.
    const failed = [
      ...(profile === 'previous' ? ['/api/v1/users/{userId}/authenticator-enrollments/tac'] : []),
      '/api/v1/apps/{appId}/credentials/jwks',
      '/api/v1/apps/{appId}/sso/saml/metadata',
      '/api/v1/principal-rate-limits',
    ];
    expect(traffic.failed.map((line) => line.replace(/^\w+ |: .*/g, '')).sort()).toEqual(failed.sort());
    // Operations that the reference org does not implement prove nothing.
    expect(org.requests().filter(({ status }) => status === 501)).toEqual([]);
    expect(totals.exchanges).toBeGreaterThan(500);
    expect(totals.exchanges).toBeLessThanOrEqual(org.requests().length);
    expect(totals.unreadable).toBe(0);
    const bySuites = foundIn(results.values());
    const byGateway = foundIn(report.operations);
    // The suites conclude that an operation is not served from another one with the same path, and then send no request.
    expect(pathsNotServed(byGateway)).toEqual(pathsNotServed(bySuites).filter((path) => !failed.includes(path)));
    const [served, seen] = [bySuites, byGateway].map((all) => all.filter((finding) => !isNotServed.test(finding)));
    expect(served).toHaveLength({ current: 3, observed: 12, previous: 161 }[profile]);
    // The SDK follows redirects, so that the suites do not see them.
    const followed = profile === 'previous' ? [] : ['extend', 'grant', 'revoke'];
    expect(served?.filter((finding) => !seen?.includes(finding))).toEqual(
      followed.map((verb) => expect.stringContaining(`oktaSupport/${verb} : Status 200 was removed`)),
    );
    // The suites do not check responses to trials of changed requests.
    const changed = profile === 'previous' ? ['POST', 'PUT'] : [];
    expect(seen?.filter((finding) => !served?.includes(finding))).toEqual(
      changed.flatMap((method) =>
        ['authScheme', 'clientSecret'].map((name) =>
          expect.stringContaining(`${method} /api/v1/inlineHooks/{inlineHookId} /channel/config/${name}: `),
        ),
      ),
    );
  },
);
