/** What a client needs for a path, without `.read` or `.manage`; the first that fits. */
const families: [RegExp, string][] = [
  [
    /\/users\/[^/]+\/roles|\/groups\/[^/]+\/roles|\/clients\/[^/]+\/roles|\/api\/v1\/iam\/|\/api\/v1\/roles\//,
    'okta.roles',
  ],
  [/\/users\/[^/]+\/risk$/, 'okta.userRisk'],
  [/\/users\/[^/]+\/idps$|\/api\/v1\/idps/, 'okta.idps'],
  [/\/api\/v1\/users|webauthn-registration/, 'okta.users'],
  [/\/api\/v1\/groups/, 'okta.groups'],
  [/\/api\/v1\/apps/, 'okta.apps'],
  [/\/api\/v1\/authenticators/, 'okta.authenticators'],
  [/\/api\/v1\/authorizationServers/, 'okta.authorizationServers'],
  [/\/api\/v1\/behaviors/, 'okta.behaviors'],
  [/\/templates\/email\//, 'okta.templates'],
  [/\/api\/v1\/brands/, 'okta.brands'],
  [/\/api\/v1\/device-assurances/, 'okta.deviceAssurance'],
  [/\/api\/v1\/device-integrations/, 'okta.deviceIntegrations'],
  [/\/api\/v1\/device-posture-checks/, 'okta.devicePostureChecks'],
  [/\/api\/v1\/devices/, 'okta.devices'],
  [/\/api\/v1\/eventHooks/, 'okta.eventHooks'],
  [/\/api\/v1\/inlineHooks/, 'okta.inlineHooks'],
  [/\/api\/v1\/logs/, 'okta.logs'],
  [/\/api\/v1\/mappings/, 'okta.profileMappings'],
  [/\/api\/v1\/meta\/schemas\/user\/linkedObjects/, 'okta.linkedObjects'],
  [/\/api\/v1\/meta\/schemas/, 'okta.schemas'],
  [/\/api\/v1\/meta\/types/, 'okta.userTypes'],
  [/\/api\/v1\/org\/factors/, 'okta.users'],
  [/\/api\/v1\/org\/|\/device-access\//, 'okta.orgs'],
  [/\/api\/v1\/policies/, 'okta.policies'],
  [/\/api\/v1\/principal-rate-limits/, 'okta.principalRateLimits'],
  [/\/api\/v1\/agentPools/, 'okta.agentPools'],
  [/\/api\/v1\/risk\/events/, 'okta.riskEvents'],
  [/\/api\/v1\/risk\/providers/, 'okta.riskProviders'],
  [/\/api\/v1\/ssf\//, 'ssf'],
  [/\/integrations\/api/, 'okta.oauthIntegrations'],
  [/okta-personal-settings/, 'okta.personal.adminSettings'],
  [/privileged-access/, 'okta.serviceAccounts'],
];

/** The scope that a request needs; `undefined` for what every client may ask. */
export function scopeOf(method: string, path: string): string | undefined {
  const family = families.find(([pattern]) => pattern.test(path))?.[1];
  return family && `${family}.${method === 'GET' ? 'read' : 'manage'}`;
}
