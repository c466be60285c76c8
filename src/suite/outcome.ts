import type { OperationContract } from '../contract/model.js';
import { isWellKnown } from '../contract/refusal.js';
import { showErrorCode, showMediaType } from '../contract/vocabulary.js';
import type { Exchange, Reason } from '../words.js';
import { asObject } from './fill.js';
import type { KnownRefusal } from './plan.js';
import type { Why } from './why.js';

/** Why an answer says nothing about the contract, or `undefined` when it is to be checked. */
export function unverifiable(
  exchange: Exchange,
  contract: Pick<OperationContract, 'answers' | 'template'>,
): { kind: 'skipped' | 'inconclusive'; reason: Reason; detail: string } | undefined {
  const { status, headers, body } = exchange.response;
  const code =
    typeof body === 'object' && body !== null && !Array.isArray(body) && typeof body.errorCode === 'string'
      ? body.errorCode
      : '';
  const shown = showErrorCode(code);
  const skipped = (reason: Reason, detail: string) => ({ kind: 'skipped' as const, reason, detail });
  const inconclusive = (reason: Reason, detail: string) => ({ kind: 'inconclusive' as const, reason, detail });
  if (status >= 300 && status < 400 && !contract.answers[status])
    return inconclusive('unreachable', `the org sends elsewhere (${status}), and is not followed`);
  const type = [headers['content-type']].flat()[0] ?? '';
  if (status < 300 && contract.answers[status]?.schema && (typeof body === 'string' || (body && !/json/i.test(type))))
    return inconclusive(
      'org-fault',
      `the answer is no JSON (${status} ${showMediaType(type)}): something stands before the org`,
    );
  if (status === 429) return inconclusive('rate-limited', 'the org kept answering 429');
  if (status >= 500) return inconclusive('org-fault', `the org answered ${status}`);
  if (status === 401)
    return code === 'E0000015'
      ? skipped('feature-not-enabled', 'this org has the feature switched off (401 E0000015)')
      : inconclusive('unauthenticated', `the org no longer accepts the token (401 ${shown})`);
  if (status === 403) {
    if (/insufficient_scope/.test(String(headers['www-authenticate'] ?? '')))
      return skipped('missing-scope', 'the token lacks the scope');
    if (code === 'E0000006') return skipped('missing-role', 'the role of the token does not allow it (403 E0000006)');
    if (code === 'E0000015' || code === 'E0000013')
      return skipped('feature-not-enabled', `this org does not offer it to this client (403 ${shown})`);
    return inconclusive('org-fault', `the org refused it (403 ${shown})`);
  }
  if (status === 404 && code === '') return inconclusive('unreachable', 'the answer did not come from an Okta org');
  if (status === 404 && isWellKnown(contract.template))
    return skipped('no-such-object-on-this-org', `the org has not customized it (404 ${shown})`);
  if (status === 404) return inconclusive('no-such-object-on-this-org', `the object was not there (404 ${shown})`);
  if (status >= 400) return inconclusive('org-fault', `the org refused the request (${status} ${shown})`);
  return undefined;
}

/** Why a request was refused, where the suite knows of this refusal. */
export function refusedAs(refusal: KnownRefusal | undefined, { response }: Exchange): Why | undefined {
  const { errorCode, errorSummary } = asObject(response.body);
  if (!refusal || response.status !== 400 || errorCode !== 'E0000001') return undefined;
  if (refusal.summary && !refusal.summary.test(String(errorSummary).slice(0, 1000))) return undefined;
  return { kind: 'skipped', reason: refusal.reason, detail: `${refusal.detail} (400 E0000001)` };
}
