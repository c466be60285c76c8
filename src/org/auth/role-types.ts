import { countOf } from '../../io/counts.js';
import { jsonOf } from '../responses.js';

/** Okta's standard roles. Names of other roles are not shown: customers choose them. */
const known = new Set([
  'SUPER_ADMIN',
  'ORG_ADMIN',
  'APP_ADMIN',
  'USER_ADMIN',
  'GROUP_MEMBERSHIP_ADMIN',
  'HELP_DESK_ADMIN',
  'READ_ONLY_ADMIN',
  'REPORT_ADMIN',
  'MOBILE_ADMIN',
  'API_ACCESS_MANAGEMENT_ADMIN',
  'ACCESS_CERTIFICATIONS_ADMIN',
  'ACCESS_REQUESTS_ADMIN',
  'WORKFLOWS_ADMIN',
]);

/** The roles in a response: standard roles by name, others as a number. Empty if there are none. */
export function describeRoles(text: string): string {
  const roles = jsonOf(text);
  if (!Array.isArray(roles)) return '';
  const types = roles.map((role: unknown) => (role as { type?: unknown } | null)?.type);
  const standard = new Set(types.filter((type): type is string => typeof type === 'string' && known.has(type)));
  const others = types.filter((type) => typeof type !== 'string' || !known.has(type)).length;
  const names = [...standard].join(', ');
  if (others === 0) return names;
  return [names, countOf(others, 'custom or unknown roles')].filter((part) => part !== '').join(' and ');
}

/** Whether a response lists the role of a super administrator. */
export function isSuperAdmin(text: string): boolean {
  const roles = jsonOf(text);
  return (
    Array.isArray(roles) && roles.some((role: unknown) => (role as { type?: unknown } | null)?.type === 'SUPER_ADMIN')
  );
}

/** Whether an operation usually needs a super administrator: it concerns roles of administrators or access to the API. */
export function needsSuperAdmin(operation: string): boolean {
  return /\/api\/v1\/iam\/|\/(users|groups|clients)\/[^/]+\/roles|\/principal-rate-limits|\/oktaSupport|\/integrations\/api\//.test(
    operation,
  );
}
