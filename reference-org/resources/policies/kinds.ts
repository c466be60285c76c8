import { invalid } from '../../errors.js';
import type { JsonObject } from '../../state.js';

/** A type of policy. */
export interface PolicyKind {
  /** The id prefixes of its policies and of their rules. */
  prefixes: [policy: string, rule: string];
  ruleType: string;
  /** Its policies have a condition on groups. */
  forGroups: boolean;
  /** The name of the default policy. */
  name: string;
  /** The settings of its policies; default: none. */
  settings?: JsonObject;
  /** The actions of the catch-all rule. */
  actions: JsonObject;
  /** The conditions of the catch-all rule; `null` if it has none. */
  conditions: JsonObject | null;
}

const anywhere: JsonObject = { people: { users: { exclude: [] } }, network: { connection: 'ANYWHERE' } };
const oie: [string, string] = ['rst', 'rul'];
const classic: [string, string] = ['00p', '0pr'];

const passwordSettings: JsonObject = {
  password: {
    complexity: {
      minLength: 8,
      minLowerCase: 1,
      minUpperCase: 1,
      minNumber: 1,
      minSymbol: 0,
      excludeUsername: true,
      dictionary: { common: { exclude: false } },
      excludeAttributes: [],
    },
    age: { maxAgeDays: 0, expireWarnDays: 0, minAgeMinutes: 0, historyCount: 4 },
    lockout: { maxAttempts: 10, autoUnlockMinutes: 0, userLockoutNotificationChannels: [], showLockoutFailures: false },
    breachedProtection: { delegatedWorkflowId: null, expireAfterDays: 0, logoutEnabled: true },
  },
  recovery: {
    factors: {
      recovery_question: { status: 'ACTIVE', properties: { complexity: { minLength: 4 } } },
      okta_email: { status: 'ACTIVE', properties: { recoveryToken: { tokenLifetimeMinutes: 60 } } },
      okta_sms: { status: 'INACTIVE' },
      okta_call: { status: 'INACTIVE' },
    },
  },
  delegation: { options: { skipUnlock: false } },
};

/** All types of policies. */
export const policyKinds: Record<string, PolicyKind> = {
  ACCESS_POLICY: {
    prefixes: oie,
    ruleType: 'ACCESS_POLICY',
    forGroups: false,
    name: 'Any two factors',
    actions: {
      appSignOn: {
        access: 'ALLOW',
        verificationMethod: { factorMode: '2FA', type: 'ASSURANCE', reauthenticateIn: 'PT2H' },
        keepMeSignedIn: { postAuth: 'NOT_ALLOWED' },
      },
    },
    conditions: null,
  },
  OKTA_SIGN_ON: {
    prefixes: classic,
    ruleType: 'SIGN_ON',
    forGroups: true,
    name: 'Default Policy',
    actions: {
      signon: {
        access: 'ALLOW',
        requireFactor: false,
        primaryFactor: 'PASSWORD_IDP_ANY_FACTOR',
        rememberDeviceByDefault: false,
        session: { usePersistentCookie: false, maxSessionIdleMinutes: 120, maxSessionLifetimeMinutes: 120 },
      },
    },
    conditions: { ...anywhere, authContext: { authType: 'ANY' } },
  },
  PASSWORD: {
    prefixes: classic,
    ruleType: 'PASSWORD',
    forGroups: true,
    name: 'Default Policy',
    settings: passwordSettings,
    actions: {
      passwordChange: { access: 'ALLOW' },
      selfServicePasswordReset: { access: 'ALLOW' },
      selfServiceUnlock: { access: 'DENY' },
    },
    conditions: anywhere,
  },
  MFA_ENROLL: {
    prefixes: classic,
    ruleType: 'MFA_ENROLL',
    forGroups: true,
    name: 'Default Policy',
    settings: { type: 'AUTHENTICATORS', authenticators: [] },
    actions: { enroll: { self: 'CHALLENGE' } },
    conditions: anywhere,
  },
  IDP_DISCOVERY: {
    prefixes: classic,
    ruleType: 'IDP_DISCOVERY',
    forGroups: false,
    name: 'Idp Discovery Policy',
    actions: { idp: { providers: [{ type: 'OKTA' }] } },
    conditions: { network: { connection: 'ANYWHERE' } },
  },
  POST_AUTH_SESSION: {
    prefixes: oie,
    ruleType: 'POST_AUTH_SESSION',
    forGroups: false,
    name: 'Post Auth Policy',
    actions: { postAuthSession: { failureActions: [] } },
    conditions: null,
  },
  SESSION_VIOLATION_DETECTION: {
    prefixes: oie,
    ruleType: 'SESSION_VIOLATION_DETECTION',
    forGroups: false,
    name: 'Session Violation Detection Policy',
    actions: { sessionViolationDetection: { policyEvaluation: { enabled: false } } },
    conditions: null,
  },
  PROFILE_ENROLLMENT: {
    prefixes: oie,
    ruleType: 'PROFILE_ENROLLMENT',
    forGroups: false,
    name: 'Default Policy',
    actions: { profileEnrollment: { access: 'ALLOW', unknownUserAction: 'DENY' } },
    conditions: null,
  },
};

/** The type of policy with a name. Throws 400 if there is none. */
export function kindOf(type: unknown): PolicyKind {
  const kind = typeof type === 'string' ? policyKinds[type] : undefined;
  if (!kind) throw invalid('type', 'type: The policy type is not known.');
  return kind;
}
