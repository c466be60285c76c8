// @ts-nocheck
import { forbidden } from './errors.js';
import type { Route } from './router.js';

/** The role of the caller: a super administrator, or an administrator with read access only. */
export type Role = 'super' | 'read-only';

/** Throws the org's answer to a request that the caller's role does not allow. */
export function checkRole(role: Role, { method, superAdminOnly }: Route): void {
  if (role === 'super' || (method === 'GET' && !superAdminOnly)) return;
  throw forbidden('E0000006', 'You do not have permission to perform the requested action');
}
