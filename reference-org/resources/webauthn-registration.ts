import { mail } from '../effects.js';
import { invalid, notFound } from '../errors.js';
import { link } from '../links.js';
import { repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';
import { resource as accounts, usersOf } from './users/users.js';

const path = '/webauthn-registration/api/v1';

/** Security keys that are registered for users before they receive them. */
export const resource: Resource = { scope: 'okta.users', after: [accounts], serve };

function serve(routes: Routes, state: OrgState): void {
  const users = usersOf(state);
  const { enrollments, find, make } = objectsOf(state);
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
    const { id = '' } = make(user);
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
    for (const id of ids) enrollments.change(find(String(body.userId), id), { status: 'ACTIVE' });
    return {
      body: { userId: body.userId ?? null, fulfillmentProvider: 'yubico', authenticatorEnrollmentIds: ids },
    };
  });
  routes.on(
    `POST ${path}/users/{user}/enrollments/{enrollment}/mark-error`,
    ({ ids }) => {
      find(ids[0], ids[1]);
      return { status: 204 };
    },
    { isNew: true },
  );
  serveEnrollments(routes, state);

  const [owner] = state.collection('users').values();
  if (owner) enrollments.change(make(owner), { status: 'ACTIVE' });
}

/** Registers the operations for single enrollments. */
function serveEnrollments(routes: Routes, state: OrgState): void {
  const users = usersOf(state);
  const { enrollments, find, present } = objectsOf(state);
  routes.on(`POST ${path}/send-pin`, ({ body }) => {
    find(String(body.userId), String(body.authenticatorEnrollmentId));
    mail(state, users.get(String(body.userId)), 'user', 'code');
    return { status: 204 };
  });
  routes.on(`GET ${path}/users/{user}/enrollments`, ({ ids }) => ({
    body: enrollments.list(String(users.get(ids[0]).id)).map(present),
  }));
  routes.on(`DELETE ${path}/users/{user}/enrollments/{enrollment}`, ({ ids }) => {
    enrollments.remove(find(ids[0], ids[1]));
    return { status: 204 };
  });
}

/** Finds, creates and shows enrollments. Each belongs to a user. */
function objectsOf(state: OrgState) {
  const users = usersOf(state);
  const type = 'AuthenticatorEnrollment';
  const enrollments = repositoryOf(state, 'webauthnEnrollments', { idPrefix: 'fwf', type });
  const find = (userId: string | undefined, id = ''): JsonObject => {
    const enrollment = enrollments.get(id);
    if (enrollment.parentId !== users.get(userId).id) throw notFound(id, type);
    return enrollment;
  };
  const make = (user: JsonObject): JsonObject =>
    enrollments.add(
      {
        factorType: 'webauthn',
        provider: 'FIDO',
        vendorName: 'FIDO',
        fulfillmentProvider: 'yubico',
        status: 'PENDING_ACTIVATION',
        profile: { credentialId: 'invented', authenticatorName: 'YubiKey 5C', presetPinAvailable: true },
      },
      String(user.id),
    );
  const present = ({ parentId: userId, ...enrollment }: JsonObject): JsonObject => ({
    ...enrollment,
    _links: { self: link(`${state.url()}${path}/users/${userId}/enrollments/${enrollment.id}`, 'DELETE') },
  });
  return { enrollments, find, make, present };
}
