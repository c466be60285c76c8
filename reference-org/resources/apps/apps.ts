import { forbidden, invalid, notFound } from '../../errors.js';
import { lifecycle, nextStep } from '../../lifecycle.js';
import { link } from '../../links.js';
import { page } from '../../pages.js';
import type { Resource, Routes } from '../../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../../state.js';
import { completeApp } from './complete.js';

const path = '/api/v1/apps';

/** Finds an app by its id, which is also the id of its client. */
export function findApp(state: OrgState, id = ''): JsonObject {
  const app = state.collection('apps').get(id);
  if (!app) throw notFound(id, 'AppInstance');
  return app;
}

/** Assigns an authentication policy to an app, in place of the one that it has. */
export function assignPolicy(state: OrgState, { id }: JsonObject, policyId: string): void {
  state.collection('accessPolicies').set(String(id), { policyId, parentId: id ?? null });
}

/** The id of the authentication policy of an app. */
export function policyOf(state: OrgState, { id }: JsonObject): string {
  return String(state.collection('accessPolicies').get(String(id))?.policyId ?? 'rst0a1b2c3d4e5f60r71');
}

/** An app as responses show it. */
export function presentApp(state: OrgState, app: JsonObject): JsonObject {
  const self = `${state.url()}${path}/${app.id}`;
  const verb = nextStep(app);
  const isClient = app.signOnMode === 'OPENID_CONNECT';
  const isSaml = app.signOnMode === 'SAML_2_0';
  return {
    ...app,
    orn: `orn:okta:idp:00o0a1b2c3d4e5f60r70:apps:${app.name}:${app.id}`,
    _links: {
      ...(isClient ? { clientCredentials: [{ name: 'secrets', href: `${self}/credentials/secrets` }] } : {}),
      ...(isSaml
        ? {
            help: { href: `${self}/setup`, type: 'text/html' },
            metadata: { href: `${self}/sso/saml/metadata`, type: 'application/xml' },
          }
        : {}),
      uploadLogo: link(`${self}/logo`, 'POST'),
      appLinks: [{ name: `${app.name}_link`, href: `${state.url()}/home/${app.name}`, type: 'text/html' }],
      groups: link(`${self}/groups`),
      users: link(`${self}/users`),
      logo: [{ name: 'medium', href: 'https://static.example.com/logo.png', type: 'image/png' }],
      profileEnrollment: link(`${state.url()}/api/v1/policies/rst0a1b2c3d4e5f60r70`),
      policies: link(`${self}/policies`, 'GET'),
      accessPolicy: link(`${state.url()}/api/v1/policies/${policyOf(state, app)}`),
      [verb]: link(`${self}/lifecycle/${verb}`),
    },
  };
}

/** Apps. An active app is deactivated before it is deleted. */
export const resource: Resource = { scope: 'okta.apps', serve };

function serve(routes: Routes, state: OrgState): void {
  const { apps, read, make, present } = objectsOf(state);
  routes.on(`GET ${path}`, ({ query }) => {
    const q = query.get('q') ?? '';
    const found = [...apps.values()].filter((app) => String(app.label).startsWith(q));
    const { items, links } = page(found, query, state.url() + path, 20);
    return { body: items.map(present), links };
  });
  routes.on(`POST ${path}`, ({ body }) => {
    const app = make(body);
    const client = (app.settings as JsonObject).oauthClient as JsonObject | undefined;
    if (state.settings.clientPrivileges && client && (client.grant_types as string[]).includes('client_credentials'))
      state.effects.push({ kind: 'admin-role', client: String(app.id) });
    return { body: present(app) };
  });
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(findApp(state, ids[0])) }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => {
    const app = findApp(state, ids[0]);
    return {
      body: present(Object.assign(app, read(String(app.id), { ...app, ...body }), { lastUpdated: timestamp(state) })),
    };
  });
  routes.on(`DELETE ${path}/{id}`, ({ ids }) => {
    const app = findApp(state, ids[0]);
    if (app.status === 'ACTIVE') throw forbidden('E0000056', 'Delete application forbidden.');
    apps.delete(String(app.id));
    return { status: 204 };
  });
  for (const [verb, status] of lifecycle)
    routes.on(`POST ${path}/{id}/lifecycle/${verb}`, ({ ids }) => {
      Object.assign(findApp(state, ids[0]), { status, lastUpdated: timestamp(state) });
      return { body: {} };
    });

  make({
    name: 'bookmark',
    label: 'A page',
    signOnMode: 'BOOKMARK',
    settings: { app: { url: 'https://www.example.com' } },
  });
  make({ name: 'oidc_client', label: 'A client', signOnMode: 'OPENID_CONNECT' });
  make({ label: 'A partner', signOnMode: 'SAML_2_0' });
  make({ name: 'template_basic_auth', label: 'A door', signOnMode: 'BASIC_AUTH' });
}

/** Finds, creates, changes and shows the objects of the resource. */
function objectsOf(state: OrgState) {
  const apps = state.collection('apps');
  const read = (id: string, body: JsonObject): JsonObject => {
    if (typeof body.label !== 'string' || body.label === '')
      throw invalid('label', 'label: The field cannot be left blank');
    return completeApp(state, id, body);
  };
  const make = (body: JsonObject): JsonObject => {
    const id = state.newId('0oa');
    const at = timestamp(state);
    const app: JsonObject = { id, status: 'ACTIVE', created: at, lastUpdated: at, ...read(id, body) };
    apps.set(id, app);
    return app;
  };
  const present = (app: JsonObject): JsonObject => presentApp(state, app);
  return { apps, read, make, present };
}

/** Returns an object of an app. Throws 404 if it belongs to another app. */
export function requireInApp(state: OrgState, object: JsonObject, [app, id = '']: string[]): JsonObject {
  if (object.parentId !== findApp(state, app).id) throw notFound(id, 'AppInstance');
  return object;
}
