import type { OperationContract } from '../contract/model.js';
import { isWellKnown } from '../contract/refusal.js';
import { showErrorCode, showMediaType, type Vocabulary } from '../contract/vocabulary.js';
import type { Exchange } from '../domain/exchange.js';
import { asObject, type Json } from '../domain/json.js';
import type { Reason, Unverified } from '../domain/outcome.js';

/** Okta's error codes for reached limits: no more objects of the type can be created. */
const limitCodes = new Set(['E0000093', 'E0000162', 'E0000166', 'E0000220', 'E0000221', 'E0000225']);
/** Okta's texts for the same with the general code `E0000001`. They are only compared, never shown. */
const limitWords = /maximum number of [^.]{1,60} reached|limit (?:has been )?(?:reached|exceeded)/i;
/** Okta's error codes for operations that the plan or the configuration of the org does not include. */
const notOffered = new Set(['E0000052', 'E0000060', 'E0000226', 'E0000228', 'E0000233', 'E0000247', 'E0000264']);
/** 4xx statuses that may not occur again. */
const temporary = new Set([408, 409, 412, 423, 425]);

/**
 * Why a response does not show whether the operation matches its contract; `undefined` if it can be checked.
 * @param vocabulary names of fields that may be shown
 */
export function unverifiable(
  exchange: Exchange,
  contract: Pick<OperationContract, 'answers' | 'template'>,
  vocabulary?: Pick<Vocabulary, 'name'>,
): Unverified | undefined {
  const { status, headers, body } = exchange.response;
  const error = asObject(body);
  const code = typeof error.errorCode === 'string' ? error.errorCode : '';
  const shown = showErrorCode(code);
  if (status >= 300 && status < 400 && !contract.answers[status])
    return inconclusive('unreachable', `the org redirects to another address (${status}); redirects are not followed`);
  const type = [headers['content-type']].flat()[0] ?? '';
  if (status < 300 && contract.answers[status]?.schema && (typeof body === 'string' || (body && !/json/i.test(type))))
    return inconclusive(
      'org-fault',
      `the response is not JSON (${status} ${showMediaType(type)}): a proxy may be between this machine and the org`,
    );
  if (status === 429) return inconclusive('rate-limited', 'the org kept responding with 429');
  if (status >= 400 && notOffered.has(code))
    return skipped('feature-not-enabled', `not available on this org (${status} ${shown})`);
  if (status >= 500) return inconclusive('org-fault', `the org responded with ${status}`);
  if (status === 401)
    return code === 'E0000015'
      ? skipped('feature-not-enabled', 'the feature is disabled on this org (401 E0000015)')
      : inconclusive('unauthenticated', `the org no longer accepts the token (401 ${shown})`);
  const causes = status >= 400 ? causesOf(error) : [];
  if (
    (status >= 400 && limitCodes.has(code)) ||
    (code === 'E0000001' && causes.some((cause) => limitWords.test(cause)))
  )
    return skipped(
      'limit-reached',
      `the org has reached the maximum number of objects of this type (${status} ${shown})`,
    );
  if (status === 403) {
    if (/insufficient_scope/.test(String(headers['www-authenticate'] ?? '')))
      return skipped('missing-scope', 'the token lacks the scope');
    if (code === 'E0000006') return skipped('missing-role', 'the role of the token does not allow it (403 E0000006)');
    if (code === 'E0000015' || code === 'E0000013')
      return skipped('feature-not-enabled', `not available to this client on this org (403 ${shown})`);
  }
  if (status === 404 && code === '') return inconclusive('unreachable', 'the response did not come from an Okta org');
  if (status === 404 && isWellKnown(contract.template))
    return skipped('no-such-object-on-this-org', `the org has not customized it (404 ${shown})`);
  if (status === 404) return inconclusive('no-such-object-on-this-org', `the object was not found (404 ${shown})`);
  if (status >= 400) {
    const reason = temporary.has(status) ? 'org-fault' : 'request-refused';
    return inconclusive(reason, `the org refused the request (${status} ${shown}${fieldsIn(causes, vocabulary)})`);
  }
  return undefined;
}

/** The causes that an error object lists: a few texts of limited length. */
function causesOf({ errorCauses }: { [key: string]: Json }): string[] {
  return (Array.isArray(errorCauses) ? errorCauses.slice(0, 20) : []).flatMap((cause) => {
    const summary = asObject(cause).errorSummary;
    return typeof summary === 'string' ? [summary.slice(0, 200)] : [];
  });
}

/** The fields that causes begin with, `login: …`: Okta's own by name, others as a hash. */
function fieldsIn(causes: string[], vocabulary: Pick<Vocabulary, 'name'> | undefined): string {
  if (!vocabulary) return '';
  const fields = new Set(causes.flatMap((cause) => /^(\w{1,60}): /.exec(cause)?.slice(1) ?? []));
  const names = [...fields].slice(0, 5).map((field) => vocabulary.name(field));
  return names.length > 0 ? `: ${names.join(', ')}` : '';
}

function skipped(reason: Reason, detail: string): Unverified {
  return { kind: 'skipped', reason, detail };
}

function inconclusive(reason: Reason, detail: string): Unverified {
  return { kind: 'inconclusive', reason, detail };
}
