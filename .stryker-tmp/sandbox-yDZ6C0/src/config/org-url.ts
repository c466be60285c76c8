// @ts-nocheck
import { configError } from './values.js';

/** The origin of an org's URL. Throws `CONFIG` for an invalid or unsafe URL. @param name the setting or option, for messages */
export function orgUrl(text: string, name = 'OKTA_CLIENT_ORGURL'): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url?.hostname) throw configError(`${name} is not a URL: write it as https://your-org.oktapreview.com.`);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname)))
    throw configError(
      `${name} is not https: a token is never sent in the clear; write it as https://your-org.oktapreview.com.`,
    );
  if (url.username || url.password) throw configError(`${name} contains a user name or password: remove them.`);
  if (url.pathname !== '/' || url.search) throw configError(`${name} contains a path: write only ${url.origin}.`);
  const admin = /^(.+)-admin(\.(?:okta|oktapreview|okta-emea)\.com)$/.exec(url.hostname);
  if (admin) throw configError(`${name} is the admin console's address: write https://${admin[1]}${admin[2]}.`);
  return url.origin;
}

/** Whether a host is this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Whether runs may write to a host: this machine, a preview org, or a named host. */
export function isWritable(host: string, named: readonly string[]): boolean {
  return isLoopback(host) || host.endsWith('.oktapreview.com') || named.includes(host);
}
