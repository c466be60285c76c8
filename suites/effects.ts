/** Possible effects of write operations on an org in use, and what prevents them. The first matching row applies. */
export interface Effect {
  /** Matches operations such as `POST /api/v1/users`. */
  of: RegExp;
  worst: string;
  prevention: string;
}

const user = '^(POST|PUT|DELETE) /api/v1/users';

export const effects: Effect[] = [
  {
    of: /^POST \/api\/v1\/users\/\{id\}\/lifecycle\/activate$/,
    worst: 'Apps on Everyone create accounts in other systems, group rules assign more; the user gets a mail.',
    prevention:
      'Where provisioning, group rules or event hooks are active or cannot be read: needs `OKTA_CONTRACTS_ALLOW=user-activation`. `sendEmail=false`.',
  },
  {
    of: /\/(authenticators|device-integrations)\/.*lifecycle/,
    worst: 'People can use what security switched off, or not what they use.',
    prevention: 'Only when named; deactivated again in any case, with a reserved part of the rate limit.',
  },
  {
    of: /^POST \/api\/v1\/users$/,
    worst: 'A person that event hooks and imports see; a registration hook runs.',
    prevention: 'Created STAGED (`activate=false`), address under `.invalid`, at most six at a time.',
  },
  {
    of: /^POST \/api\/v1\/users\/\{id\}\/lifecycle\/deactivate$/,
    worst: 'Apps deprovision the user; administrators get a mail.',
    prevention: 'Only users of the run, which no app was assigned to; `sendEmail=false`.',
  },
  {
    of: /^DELETE \/api\/v1\/users\/\{id\}$/,
    worst: 'A person is gone.',
    prevention: 'Only users of the run, after a GET showed its name.',
  },
  {
    of: /\/users\/\{id\}\/lifecycle\/re(activate|set_password)$/,
    worst: 'A person gets a mail with a link to set a password.',
    prevention:
      'Only an activated user of the run: needs `OKTA_CONTRACTS_ALLOW=user-activation` on an org with side effects. `sendEmail=false`; the link is redacted.',
  },
  {
    of: /\/users\/\{id\}\/lifecycle\/((un)?suspend|reset_factors)$/,
    worst: 'A person is signed out, and apps are informed; the factors of a person are gone.',
    prevention:
      'Only an activated user of the run, who has no factor: needs `OKTA_CONTRACTS_ALLOW=user-activation` on an org with side effects.',
  },
  {
    of: /lifecycle\/expire_password/,
    worst: 'A person must choose a new password; app passwords are pushed.',
    prevention:
      'Only an activated user of the run: needs `OKTA_CONTRACTS_ALLOW=user-activation` on an org with side effects.',
  },
  {
    of: /\/linkedObjects/,
    worst: 'All users have a new relation; a person has another manager.',
    prevention: 'Definitions only when named; only users of the run are linked, by a definition of the run.',
  },
  {
    of: /credentials\/(change|forgot)/,
    worst: 'A person gets a mail about a changed password.',
    prevention:
      'Only an activated user of the run: needs `OKTA_CONTRACTS_ALLOW=user-activation` on an org with side effects. `sendEmail=false` where the operation has it, address under `.invalid`.',
  },
  {
    of: /\/users\/\{userId\}\/factors/,
    worst: 'A code is sent to a phone or mailbox; a person has one factor more or less.',
    prevention:
      'Only an activated user of the run: needs `OKTA_CONTRACTS_ALLOW=user-activation` on an org with side effects. Types that send nothing: question, TOTP.',
  },
  {
    of: /\/users\/\{userId\}\/authenticator-enrollments/,
    worst: 'A code is sent to a phone or mailbox; a person has one factor more or less.',
    prevention:
      'Only users of the run. Types that send nothing: a phone that is enrolled without a challenge, a temporary code.',
  },
  {
    of: /\/users\/\{userId\}\/sessions$/,
    worst: 'A person is signed out everywhere.',
    prevention: 'Only users of the run, who never signed in.',
  },
  {
    of: /\/users\/\{userId\}\/(clients\/\{clientId\}\/)?(grants|tokens)$/,
    worst: 'Apps of a person ask for consent again, or lose their access.',
    prevention: 'Only users of the run, who never signed in, and its client.',
  },
  {
    of: /\/users\/\{userId\}\/risk$/,
    worst: 'Policies for compromised accounts start.',
    prevention: 'Only users of the run, and only LOW.',
  },
  {
    of: /\/users\/\{userId\}\/classification$/,
    worst: 'The number of licensed users changes.',
    prevention: 'Only users of the run, until they are removed.',
  },
  {
    of: /\/(users|groups)\/\{\w+\}\/roles|^\w+ \/oauth2\/v1\/clients\/\{clientId\}\/roles/,
    worst: 'An administrator appears; the SOC is alarmed; the new administrator gets a mail.',
    prevention:
      'Needs `OKTA_CONTRACTS_ALLOW=admin-roles`; only users without a session, empty groups and clients of the run; `disableNotifications=true`.',
  },
  {
    of: /\/iam\/resource-sets\/.*\/bindings/,
    worst: 'A person becomes an administrator of all users and groups.',
    prevention: 'Needs `OKTA_CONTRACTS_ALLOW=admin-roles`; only users, groups and sets of the run.',
  },
  {
    of: /\/iam\/resource-sets/,
    worst: 'Administrators are responsible for more users and groups.',
    prevention: 'Only sets of the run, of its own groups, which nobody is bound to without `admin-roles`.',
  },
  {
    of: /\/iam\/roles/,
    worst: 'A custom role has more permissions.',
    prevention: 'Only the role of the run: `okta.users.read`, `okta.groups.read`.',
  },
  {
    of: /\/iam\/governance\/opt/,
    worst: 'The admin roles of the whole org move.',
    prevention: 'Only when named, only from OPTED_OUT, and opted out again in any case.',
  },
  {
    of: /\/iam\/governance\/bundles/,
    worst: 'People can request an admin role.',
    prevention: 'Only the bundle of the run, limited to its empty group.',
  },
  {
    of: new RegExp(user),
    worst: 'Apps and imports push changed attributes.',
    prevention: 'Only users of the run.',
  },
  {
    of: /\/groups\/\{groupId\}\/users\/\{userId\}$/,
    worst: 'Group rules and app assignments follow the membership.',
    prevention: 'Only groups of the run, which no app or rule uses, and staged users of the run.',
  },
  {
    of: /\/groups\/rules/,
    worst: 'People become members of groups, and get the apps of these groups.',
    prevention:
      'Only rules of the run, for its empty group. Okta creates them inactive, and no request activates them.',
  },
  {
    of: /\/groups\/\{groupId\}\/owners/,
    worst: 'A person manages the members of a group.',
    prevention: 'Only groups of the run, which nothing uses; the owner is a staged user of the run.',
  },
  {
    of: /^(POST|PUT|DELETE) \/api\/v1\/groups/,
    worst: 'A group appears in pickers; a group with members is gone.',
    prevention: 'Only groups of the run; they have no members but its users.',
  },
  {
    of: /\/apps\/\{appId\}\/users/,
    worst: 'A person gets or loses an app; an account is created in another system.',
    prevention: 'Only a staged user and an app of the run that provisions nothing; `sendEmail=false`.',
  },
  {
    of: /\/apps\/\{appId\}\/grants/,
    worst: 'A client can use the API.',
    prevention:
      'Only the client of the run, without an admin role, whose key is not stored; one scope that only reads.',
  },
  {
    of: /\/apps\/\{appId\}\/tokens/,
    worst: 'People are signed out of an app.',
    prevention: 'Only the client of the run, to which nobody signed in.',
  },
  {
    of: /\/apps\/\{appId\}\/policies/,
    worst: 'People sign in to an app by other rules.',
    prevention: 'Only an app and a policy of the run, which nobody is assigned to.',
  },
  {
    of: /\/apps\/\{appId\}\/credentials\/(keys|csrs|secrets)/,
    worst: 'An app signs with another certificate; a client has one more secret.',
    prevention: 'Only apps of the run; nothing uses the new ones, which are removed with the app at the latest.',
  },
  {
    of: /\/apps\/\{appId\}\/(connections|features)/,
    worst: 'Accounts are created in another system.',
    prevention: 'Only an app of the run with a `.invalid` host, assigned to nobody.',
  },
  {
    of: /\/apps\/\{appId\}\/(groups|group-push)/,
    worst: 'People get an app; groups are created in another system.',
    prevention:
      'Only an app and an empty group of the run; the app provisions nothing, and the group that the mapping created is deleted with it.',
  },
  {
    of: /\/apps/,
    worst: 'People see an app; where `clientPrivilegesSetting` is on, a new client is a super administrator.',
    prevention:
      'Hidden, assigned to nobody, keys made per run and not stored; client apps are skipped where that setting is on.',
  },
  {
    of: /^POST \/api\/v1\/roles\/\{roleRef\}\/subscriptions/,
    worst: 'Administrators miss mails, or get more.',
    prevention: 'Only a custom role of the run, which nobody has.',
  },
  {
    of: /first-party-app-settings/,
    worst: 'Sessions of administrators end earlier or later.',
    prevention: '`org` tier; the values that were read just before.',
  },
  {
    of: /\/api-services|\/service-accounts/,
    worst: 'An integration gets API access.',
    prevention: 'Only objects of the run; API services only when named.',
  },
  {
    of: /^POST \/api\/v1\/authenticators$/,
    worst: 'A new authenticator, which cannot be deleted.',
    prevention: 'Only when named.',
  },
  {
    of: /\/aaguids/,
    worst: 'A security key is trusted or refused.',
    prevention: 'Only an AAGUID that no security key has, removed by the run.',
  },
  {
    of: /\/authenticators/,
    worst: 'People cannot sign in, or can with what security switched off.',
    prevention: '`org` tier; the values that were read just before.',
  },
  {
    of: /\/authorizationServers/,
    worst: 'Apps get tokens from a new issuer.',
    prevention: 'Only servers of the run, which no client uses.',
  },
  {
    of: /\/idps/,
    worst: 'A second way to sign in, which looks like a backdoor.',
    prevention:
      'Only providers of the run: account linking and provisioning DISABLED, `.invalid` host, no routing rule.',
  },
  {
    of: /^\w+ \/api\/v1\/mappings\//,
    worst: 'Attributes of people are overwritten.',
    prevention: 'Only the mapping whose source is the provider of the run, `DONT_PUSH`.',
  },
  {
    of: /\/policies\/simulate$/,
    worst: 'None: the response says which policies would apply.',
    prevention: 'For the app, the user and the group of the run.',
  },
  {
    of: /\/policies/,
    worst: 'People cannot sign in, or without a second factor.',
    prevention: 'Only policies of the run, for its empty group or no app; deactivated before they are removed.',
  },
  {
    of: /\/inlineHooks\/\{inlineHookId\}\/execute$/,
    worst: 'A request with personal data to another system.',
    prevention: 'Only the hook of the run, to a `.invalid` host, with invented data.',
  },
  {
    of: /\/hook-keys/,
    worst: 'A hook signs with a key that its service does not know.',
    prevention: 'Only a key of the run, which no hook uses.',
  },
  {
    of: /\/inlineHooks|\/eventHooks|\/ssf\/stream/,
    worst: 'Events go to another system.',
    prevention: 'Only objects of the run, to a `.invalid` host.',
  },
  {
    of: /\/meta\/schemas\/group/,
    worst: 'Every group has a new attribute.',
    prevention: 'Only when named; removed in any case.',
  },
  {
    of: /\/meta\/(schemas|types)/,
    worst: 'User types fill up their quota of ten.',
    prevention: 'Only types and apps of the run, which no user has; skipped where the quota is full.',
  },
  {
    of: /\/meta\/uischemas/,
    worst: 'An enrollment form has other inputs.',
    prevention: 'Only a form of the run, which no policy uses.',
  },
  {
    of: /\/templates\/sms/,
    worst: 'People get another text with their codes.',
    prevention: 'Only when named; the text has the code and the name of the org; removed in any case.',
  },
  {
    of: /\/brands/,
    worst: 'Pages, colors, texts of mails or their recipients change.',
    prevention: 'Only a brand of the run, which no domain shows.',
  },
  {
    of: /\/behaviors|\/device-assurances|\/device-posture-checks/,
    worst: 'Policies evaluate sign-ins and devices differently.',
    prevention: 'Only objects of the run, which no policy uses.',
  },
  {
    of: /\/risk/,
    worst: 'Sign-ins from an address are rated as a risk.',
    prevention: 'Only a provider of the run with the action `none`; events only when named.',
  },
  {
    of: /\/principal-rate-limits/,
    worst: 'A client gets fewer requests.',
    prevention: 'Only the client of the run.',
  },
  {
    of: /\/captchas/,
    worst: 'Pages show another CAPTCHA, or none.',
    prevention: 'Only an instance of the run with invented keys, which no page shows.',
  },
  {
    of: /\/trustedOrigins/,
    worst: 'Pages of another site can call the org; sign-in redirects to it.',
    prevention: 'Only an origin of the run on a `.invalid` host, without redirects.',
  },
  {
    of: /\/push-providers/,
    worst: 'Apps get no push notifications.',
    prevention: 'Only a provider of the run with an invented key, which no authenticator uses.',
  },
  {
    of: /\/attack-protection|\/threats\/configuration|\/clientPrivilegesSetting/,
    worst: 'Accounts are less protected, or people cannot sign in.',
    prevention: 'Only when named; the values that were read just before.',
  },
  {
    of: /^POST \/api\/v1\/org$/,
    worst: 'The org shows another name.',
    prevention: '`org` tier; the name that was read just before.',
  },
  {
    of: /\/oktaSupport/,
    worst: "Okta's support staff can sign in.",
    prevention: 'Only when named, only from DISABLED, and revoked in any case.',
  },
  {
    of: /settings|thirdPartyAdminSetting|edit-feature/,
    worst: 'A setting of the whole org changes.',
    prevention:
      '`org` tier; the value that was read just before. A value that cannot be read is written only if it is named.',
  },
  {
    of: /\/zones/,
    worst: 'Policies allow or block other addresses.',
    prevention: 'Only a zone of the run, with an address that is reserved for documentation. No policy uses it.',
  },
  {
    of: /\/realms/,
    worst: 'A realm in which administrators can manage users.',
    prevention: 'Only a realm of the run. No user is assigned to it.',
  },
  {
    of: /\/webauthn-registration/,
    worst: 'Security keys are ordered and enrolled for people.',
    prevention: 'Only users of the run; orders only when named.',
  },
];
