// @ts-nocheck
import { securityMail } from '../effects.js';
import { invalid, notFound } from '../errors.js';
import { link } from '../links.js';
import { repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';
import { usersOf } from './users/users.js';

const path = '/api/v1/users/{user}/authenticator-enrollments';

/** Authenticators of users: an administrator enrolls a phone or a temporary access code. */
export const resource: Resource = { scope: 'okta.users', isNew: true, feature: 'authenticator-enrollments', serve };

function serve(routes: Routes, state: OrgState): void {
  const enrollments = repositoryOf(state, 'enrollments', { idPrefix: 'enr', type: 'AuthenticatorEnrollment' });
  const users = usersOf(state);
  const find = (ids: string[]): JsonObject => {
    const enrollment = enrollments.get(ids[1]);
    if (enrollment.parentId !== users.get(ids[0]).id) throw notFound(ids[1] ?? '', 'AuthenticatorEnrollment');
    return enrollment;
  };
  const present = ({ parentId: user, authenticatorId, ...enrollment }: JsonObject): JsonObject => {
    const person = `${state.url()}/api/v1/users/${user}`;
    return {
      ...enrollment,
      _links: {
        self: link(`${person}/authenticator-enrollments/${enrollment.id}`, 'GET', 'DELETE'),
        user: link(person, 'GET'),
        authenticator: link(`${state.url()}/api/v1/authenticators/${authenticatorId}`, 'GET'),
      },
    };
  };
  /** Only the response to the creation contains the code. */
  const later = (enrollment: JsonObject): JsonObject => {
    const { tac: _, ...profile } = enrollment.profile as JsonObject;
    return present({ ...enrollment, profile });
  };
  const enroll = (key: string, type: string, ids: string[], body: JsonObject, profile: JsonObject): JsonObject => {
    const user = users.get(ids[0]);
    const authenticator = state.collection('authenticators').get(String(body.authenticatorId));
    if (authenticator?.key !== key) throw invalid('authenticatorId', 'authenticatorId: is not known.');
    const given = { key, type, name: authenticator.name ?? null, status: 'ACTIVE', profile };
    securityMail(state, user, 'factor enrolled');
    return enrollments.add({ ...given, authenticatorId: authenticator.id ?? null }, String(user.id));
  };
  routes.on(`GET ${path}`, ({ ids }) => ({ body: enrollments.list(String(users.get(ids[0]).id)).map(later) }));
  routes.on(`POST ${path}/phone`, ({ ids, body }) => {
    const { phoneNumber } = (body.profile ?? {}) as JsonObject;
    if (typeof phoneNumber !== 'string') throw invalid('phoneNumber', 'phoneNumber: The field cannot be left blank');
    return { body: present(enroll('phone_number', 'phone', ids, body, { phoneNumber })) };
  });
  routes.on(`POST ${path}/tac`, ({ ids, body }) => {
    const { multiUse = false, ttl = '60' } = (body.profile ?? {}) as JsonObject;
    const expiresAt = new Date(state.now() + Number(ttl) * 60_000).toISOString();
    return { body: present(enroll('tac', 'tac', ids, body, { tac: 'invented', multiUse, expiresAt })) };
  });
  routes.on(`GET ${path}/{enrollment}`, ({ ids }) => ({ body: later(find(ids)) }));
  routes.on(`DELETE ${path}/{enrollment}`, ({ ids }) => {
    enrollments.remove(find(ids));
    securityMail(state, users.get(ids[0]), 'factor reset');
    return { status: 204 };
  });
}
