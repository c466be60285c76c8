// @ts-nocheck
import { notFound } from '../../errors.js';
import type { JsonObject, OrgState } from '../../state.js';
import { findApp } from './apps.js';

/** Returns an app that can be provisioned. Throws 404 for any other app. */
export function findProvisionedApp(state: OrgState, id: string | undefined): JsonObject {
  const app = findApp(state, id);
  if (!canBeProvisioned(app)) throw notFound(id ?? '', 'AppUserManagementSettings');
  return app;
}

/** Whether an app can be provisioned: of the apps in the catalog, only some can. */
export function canBeProvisioned({ name }: JsonObject): boolean {
  return name === 'okta_org2org';
}
