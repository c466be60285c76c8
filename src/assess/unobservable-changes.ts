import type { Change } from '../domain/change.js';

/** Changes of requests that a run cannot observe, and why. */
export interface Unobservable {
  /** The end of the operation's path, or all of it. */
  operation: RegExp;
  /** The place in the request. */
  pointer: RegExp;
  reason: string;
}

/** The only list of reasons. The first entry that matches applies. */
export const unobservableChanges: readonly Unobservable[] = [
  {
    operation: /\/apps(\/\{appId\})?$/,
    pointer: /\/grant_types$/,
    reason: 'the apps of a run are service apps, which do not allow the added types',
  },
  {
    operation: /\/apps(\/\{appId\})?$/,
    pointer: /\/id_token_encrypted_response_alg$/,
    reason: 'the apps of a run are service apps, which receive no ID tokens',
  },
  {
    operation: /\/apps(\/\{appId\})?$/,
    pointer: /\/assertionEncryption$/,
    reason: 'a run changes no app with SAML, because few requests to apps are allowed in a minute',
  },
  {
    operation: /^POST .*\/apps$/,
    pointer: /\/jwks\/keys\/\*\/kid$/,
    reason: 'an org that ignores it sets an id as well; the change of an app shows it',
  },
  {
    operation: /\/credentials\/jwks$/,
    pointer: /^\/(kty|use)$/,
    reason: 'orgs of both editions refuse a key that they cannot use',
  },
  {
    operation: /\/authenticators(\/|$)/,
    pointer: /^\/(key|type)$/,
    reason: 'it would change which authenticators the org has',
  },
  {
    operation: /\/device-assurances(\/|$)/,
    pointer: /^\/(devicePostureChecks|thirdPartySignalProviders)/,
    reason: 'needs a device integration of the org',
  },
  {
    operation: /\/factors$/,
    pointer: /^\/(factorType|provider)$/,
    reason: 'the values that only one edition accepts belong to factors that need a device, or send a message',
  },
  { operation: /\/factors\//, pointer: /^\/useNumberMatchingChallenge$/, reason: 'it would send a push message' },
  {
    operation: /\/idps(\/|$)/,
    pointer: /client_secret$|\/bearer$/,
    reason: 'it is a secret: a run does not keep its value',
  },
  {
    operation: /\/idps(\/|$)/,
    pointer: /^\/(type|protocol\/type|properties\/inquiryTemplateId)$/,
    reason: 'needs a license for the verification of identities',
  },
  { operation: /\/idps$/, pointer: /^\?type$/, reason: 'no provider of the org is of an added type' },
  { operation: /\/idps(\/|$)/, pointer: /\/additionalKids$/, reason: 'needs a certificate of a SAML partner' },
  { operation: /\/idps(\/|$)/, pointer: /\/oktaIdpOrgUrl$/, reason: 'needs another Okta org' },
  {
    operation: /^POST .*\/inlineHooks$/,
    pointer: /^\/status$/,
    reason: 'responses to a hook that is created inactive do not contain all links; its change shows it',
  },
  {
    operation: /\/execute$/,
    pointer: /./,
    reason: 'the response is that of the service of the hook, and a run has no such service',
  },
  {
    operation: /\/meta\/schemas\/apps\//,
    pointer: /^\/definitions\/base\//,
    reason: 'the schema of an app of a run has only the attribute `userName`',
  },
  { operation: /\/policies$/, pointer: /^\?type$/, reason: 'needs an Early Access feature for the added type' },
  {
    operation: /\/policies(\/|$)/,
    pointer: /^\/(type|resourceType)$/,
    reason: 'needs an Early Access feature for the added type, and an object cannot change its type',
  },
  {
    operation: /\/rules(\/|$)/,
    pointer: /^\/id$/,
    reason: 'it could name another object of the org',
  },
  {
    operation: /\/rules(\/|$)/,
    pointer: /\/verificationMethod\/type$/,
    reason: 'needs a license for the verification of identities',
  },
  {
    operation: /\/rules(\/|$)/,
    pointer: /uthenticationMethods\/\*\/(id|userVerificationMethods)$/,
    reason: 'needs a custom authenticator or a chain of authentication methods, which not all orgs have',
  },
  {
    operation: /\/rules(\/|$)/,
    pointer: /^\/actions\/idp\//,
    reason: 'routing rules apply to every sign-in of the org',
  },
  { operation: /\/targets\/catalog\/apps$/, pointer: /^\?limit$/, reason: 'the list is shorter than the limit' },
  { operation: /\/mappings$/, pointer: /^\?limit$/, reason: 'the list is shorter than the limit' },
  {
    operation: /\/users$/,
    pointer: /^\?expand$|^\/credentials\/provider$/,
    reason: 'the response of an org of either edition can be the same',
  },
  { operation: /\/users\/\{id\}$/, pointer: /^header If-Match$/, reason: 'a run sends no conditional requests' },
  { operation: /\/sessions$/, pointer: /^\?forgetDevices$/, reason: 'the response has no body' },
  {
    operation: /\/initiate-fulfillment-request$/,
    pointer: /./,
    reason: 'it would order security keys, and the response does not contain it',
  },
  {
    operation: /\/webauthn-registration\//,
    pointer: /./,
    reason: 'the response does not contain it',
  },
  { operation: /^POST .*\/zones$/, pointer: /^\/useAsExemptList$/, reason: 'the response does not contain it' },
];

/** Why a run cannot observe a change of requests; `undefined` if it can. */
export function unobservableReason({ operation, pointer }: Pick<Change, 'operation' | 'pointer'>): string | undefined {
  return unobservableChanges.find((entry) => entry.operation.test(operation) && entry.pointer.test(pointer))?.reason;
}
