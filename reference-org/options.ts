import type { Plan } from './limits.js';
import type { Population } from './population/in-use.js';
import type { Profile } from './profile.js';
import type { Role } from './roles.js';
import type { OAuthClientOptions } from './token-endpoint.js';

/** Options of a reference org. */
export interface ReferenceOrgOptions {
  /** Default: `current`. */
  profile?: Profile;
  /** The edition that it serves, `2026.03.0`; default: that of the profile. A `previous` resource ignores it. */
  edition?: string;
  /** Default 0: any free port. */
  port?: number;
  /** Milliseconds that each response takes; default: 0. */
  latencyMs?: number;
  /** `windowMs`: the length of a rate limit window; `plan`: default `workforce`, or as the population requires. */
  limits?: { perMinute?: number; windowMs?: number; plan?: Plan };
  /** The objects and settings that it starts with; default: `small`. */
  population?: Population;
  /** A regular expression that each login has to match as a whole. */
  loginPattern?: string;
  /** The maximum number of user types (default 10) and brands (default 200), including the default ones. */
  quotas?: { userTypes?: number; brands?: number };
  /** DELETE of a user type returns 500 until this time after its creation, as real orgs do for up to 21 seconds. */
  userTypesSettleMs?: number;
  /** The number of users beside the first three. They are created when they are requested. */
  moreUsers?: number;
  /** The API token; default: random. */
  token?: string;
  /** The role of the API token and of the client app; default: `super`. */
  role?: Role;
  /** Operations that it does not have. */
  without?: string[];
  /** Disabled features: their operations return 401 `E0000015`. */
  off?: string[];
  now?: () => number;
  /** The client app that may request access tokens. */
  client?: OAuthClientOptions;
}
