// @ts-nocheck
import { invalid, notFound } from '../errors.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';
import { usersOf } from './users/users.js';

const path = '/webauthn-registration/api/v1';

/** Security keys that are registered for users before they receive them. */
export const resource: Resource = { scope: 'okta.users', serve };

function serve(routes: Routes, state: OrgState): void {
  const users = usersOf(state);
  const begun = new Map<string, string>();
  routes.on(`POST ${path}/initiate-fulfillment-request`, ({ body }) => {
    const isList = Array.isArray(body.fulfillmentData);
    // One product in the previous edition, a list in the current one.
    if (isList === (state.profile === 'previous'))
      throw invalid('fulfillmentData', 'fulfillmentData: The value has another type.');
    return { status: 204 };
  });
  routes.on(`POST ${path}/enroll`, ({ body }) => {
    const user = users.get(String(body.userId));
    const { use } = (body.yubicoTransportKeyJWK ?? {}) as JsonObject;
    // Signing keys were added in the current edition.
    if (use !== 'enc' && (use !== 'sig' || state.profile === 'previous'))
      throw invalid('yubicoTransportKeyJWK', 'use: is not known.');
    const id = state.newId('fwf');
    begun.set(id, String(user.id));
    return {
      body: {
        userId: user.id ?? null,
        fulfillmentProvider: 'yubico',
        pinRequestJwe: 'invented',
        credRequests: [{ authenticatorEnrollmentId: id, credRequestJwe: 'invented', keyId: 'a-key' }],
      },
    };
  });
  routes.on(`POST ${path}/activate`, ({ body }) => {
    const responses = (Array.isArray(body.credResponses) ? body.credResponses : []) as JsonObject[];
    const name = state.profile === 'previous' ? 'credResponseJWE' : 'credResponseJwe';
    if (responses.some((response) => typeof response[name] !== 'string'))
      throw invalid('credResponses', `${name}: The field cannot be left blank`);
    const ids = responses.map((response) => String(response.authenticatorEnrollmentId));
    for (const id of ids) if (begun.get(id) !== body.userId) throw notFound(id, 'AuthenticatorEnrollment');
    return {
      body: { userId: body.userId ?? null, fulfillmentProvider: 'yubico', authenticatorEnrollmentIds: ids },
    };
  });
  routes.on(
    `POST ${path}/users/{user}/enrollments/{enrollment}/mark-error`,
    ({ ids }) => {
      if (begun.get(ids[1] ?? '') !== users.get(ids[0]).id) throw notFound(ids[1] ?? '', 'AuthenticatorEnrollment');
      return { status: 204 };
    },
    { isNew: true },
  );
}
