import type { Exchange } from '../domain/exchange.js';
import { asObject } from '../domain/json.js';
import type { Unverified } from '../domain/outcome.js';
import type { KnownRefusal } from './model.js';

/** Why a request was refused, if the suite declares this refusal. */
export function refusedAs(refusal: KnownRefusal | undefined, { response }: Exchange): Unverified | undefined {
  const { errorCode, errorSummary } = asObject(response.body);
  if (!refusal) return undefined;
  const { error = '400 E0000001' } = refusal;
  if (`${response.status} ${errorCode}` !== error) return undefined;
  if (refusal.summary && !refusal.summary.test(String(errorSummary).slice(0, 1000))) return undefined;
  return { kind: 'skipped', reason: refusal.reason, detail: `${refusal.detail} (${error})` };
}
