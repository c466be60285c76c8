import { orgUrl } from './org-url.js';
import type { Environment } from './values.js';

const unknown = 'unknown';

/** Where the metrics of a run that cannot start are written, and which org they are about. Settings can be invalid. */
export function failedRun(env: Environment = process.env): { reports: string; org: string } {
  return { reports: env.OKTA_CONTRACTS_REPORTS?.trim() || 'reports', org: orgIn(env) };
}

function orgIn({ OKTA_CLIENT_ORGURL: url, OKTA_CONTRACTS_PROFILE: profile }: Environment): string {
  try {
    if (url?.trim()) return orgUrl(url.trim());
  } catch {
    return unknown;
  }
  return profile && /^[a-z]{1,20}$/.test(profile.trim()) ? `reference:${profile.trim()}` : unknown;
}
