import type { Json } from './json.js';

/** A number of objects, or `undefined` where the caller may not read them. */
export type Count = number | undefined;

/** Attributes that the org requires of every new user, beside those that every org requires. */
export type RequiredAttributes = Record<string, { [key: string]: Json }>;

/** Side effects in a company's org when a run creates objects. */
export interface WriteEffects {
  /** Active apps that are assigned to Everyone and create accounts in other systems. */
  provisioningApps: Count;
  /** Active group rules: they may assign a new user to groups and their apps. */
  groupRules: Count;
  /** Active event hooks: they report what a run does to other systems. */
  eventHooks: Count;
  /** Active inline hooks of the registration type: they run when users are created. */
  registrationHooks: Count;
  /** The attributes that every new user needs; `undefined` if the schema cannot be read. */
  required: RequiredAttributes | undefined;
  /** The pattern that a login must match, where it is not the format of a mail address. */
  loginPattern?: string;
  /** New client apps become super administrators (`clientPrivilegesSetting`). */
  clientsBecomeAdmins: boolean | undefined;
  /** User types, of which an org has at most ten. */
  userTypes: Count;
}
