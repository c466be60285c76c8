// @ts-nocheck
import { pick } from '../bodies.js';
import { invalid, notFound } from '../errors.js';
import { link } from '../links.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

const path = '/api/v1/authenticators/{authenticator}/aaguids';

/** Custom AAGUIDs: models of security keys that were added to the org. */
export const resource: Resource = { scope: 'okta.authenticators', isNew: true, feature: 'custom-aaguids', serve };

function serve(routes: Routes, state: OrgState): void {
  const known = state.collection('aaguids');
  const webauthn = (id = ''): void => {
    const authenticator = state.collection('authenticators').get(id);
    if (authenticator?.key !== 'webauthn') throw notFound(id, 'Authenticator');
  };
  const find = (ids: string[]): JsonObject => {
    webauthn(ids[0]);
    const found = known.get(ids[1] ?? '');
    if (!found) throw notFound(ids[1] ?? '', 'CustomAAGUID');
    return found;
  };
  const read = (body: JsonObject): JsonObject =>
    pick(body, 'name', 'attestationRootCertificates', 'authenticatorCharacteristics');
  const present = (authenticator: string | undefined, one: JsonObject): JsonObject => ({
    ...one,
    _links: {
      self: link(
        `${state.url()}${path.replace('{authenticator}', authenticator ?? '')}/${one.aaguid}`,
        'GET',
        'PUT',
        'DELETE',
      ),
    },
  });
  routes.on(`GET ${path}`, ({ ids }) => {
    webauthn(ids[0]);
    return { body: [...known.values()].map((one) => present(ids[0], one)) };
  });
  routes.on(`POST ${path}`, ({ ids, body }) => {
    webauthn(ids[0]);
    const { aaguid } = body;
    if (typeof aaguid !== 'string' || !/^[0-9a-f-]{36}$/.test(aaguid)) throw invalid('aaguid', 'aaguid: is no UUID.');
    // The name is not documented for this request, but real orgs require it.
    if (state.profile === 'observed' && typeof body.name !== 'string') throw invalid('name', 'name: is needed.');
    const one = { aaguid, ...read(body) };
    known.set(aaguid, one);
    return { body: present(ids[0], one) };
  });
  routes.on(`GET ${path}/{aaguid}`, ({ ids }) => ({ body: present(ids[0], find(ids)) }));
  for (const method of ['PUT', 'PATCH'])
    routes.on(`${method} ${path}/{aaguid}`, ({ ids, body }) => ({
      body: present(ids[0], Object.assign(find(ids), read(body))),
    }));
  routes.on(`DELETE ${path}/{aaguid}`, ({ ids }) => {
    known.delete(String(find(ids).aaguid));
    return { status: 204 };
  });
}
