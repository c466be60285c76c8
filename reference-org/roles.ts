import { forbidden } from './errors.js';

/** What the caller is: a super administrator, or one who may only read. */
export type Role = 'super' | 'read-only';

/** What only super administrators may see: who has which role, and who may use the API. */
const superOnly =
  /^\/api\/v1\/(iam\/|principal-rate-limits|org\/privacy\/)|^\/integrations\/|\/(users|groups|clients)\/[^/]+\/roles/;

/** Throws what an org answers to a request that the caller's role does not allow. */
export function checkRole(role: Role, method: string, path: string): void {
  if (role === 'super' || (method === 'GET' && !superOnly.test(path))) return;
  throw forbidden('E0000006', 'You do not have permission to perform the requested action');
}
