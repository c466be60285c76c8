import type { FleetOrg } from './inventory.js';
import { placeOf } from './secret.js';

/**
 * A message of the run of an org, with the fields of the inventory instead of the settings that the fleet made from them. A secret is
 * named with its source.
 */
export function withInventoryNames(text: string, { token, oauth }: FleetOrg): string {
  const names: Record<string, string> = {
    OKTA_CLIENT_ORGURL: 'url',
    OKTA_CLIENT_TOKEN: token ? `token (from ${placeOf(token)})` : 'token',
    OKTA_CLIENT_CLIENTID: 'oauth.clientId',
    OKTA_CLIENT_PRIVATEKEY: oauth ? `oauth.privateKey (from ${placeOf(oauth.privateKey)})` : 'oauth.privateKey',
    OKTA_CLIENT_PRIVATEKEYID: 'oauth.keyId',
    OKTA_CLIENT_SCOPES: 'oauth.scopes',
    OKTA_CONTRACTS_TIERS: 'tiers',
    OKTA_CONTRACTS_FROM: 'from',
    OKTA_CONTRACTS_TO: 'to',
    OKTA_CONTRACTS_BASELINE: 'baseline',
    OKTA_CONTRACTS_WAIVERS: 'waivers',
  };
  return text.replace(/\bOKTA_[A-Z_]+\b/g, (name) => names[name] ?? name);
}
