import { securityMail, sendCode } from '../effects.js';
import { forbidden, invalid, notFound } from '../errors.js';
import { link } from '../links.js';
import type { Resource, Routes } from '../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../state.js';
import { usersOf } from './users/users.js';

const path = '/api/v1/users/{user}/factors';
const questions: Record<string, string> = {
  disliked_food: 'What is the food you least liked as a child?',
  name_of_first_plush_toy: 'What is the name of your first stuffed animal?',
};

/** Factors that a code activates, with the prefix of their ids. */
const withCode = new Map([
  ['sms', 'mbl'],
  ['call', 'clf'],
  ['email', 'emf'],
  ['token:software:totp', 'uft'],
  ['push', 'opf'],
]);
/** Whether the org sends the code of a factor. */
const codeIsSent = (factorType: unknown) => ['sms', 'call', 'email'].includes(String(factorType));

const transaction = 'v2mst0a1b2c3d4e5f6g7h8';

/** Factors of users. A question is active immediately, the others are activated with a code. */
export const resource: Resource = { scope: 'okta.users', serve };

/** A push that waits for the user. Its status and the number to match differ between the editions. */
function waiting(state: OrgState, factor: JsonObject, hasNumber: boolean) {
  const href = `${state.url()}/api/v1/users/${factor.parentId}/factors/${factor.id}/transactions/${transaction}`;
  const body = { factorResult: 'WAITING', _links: { poll: link(href, 'GET'), cancel: link(href, 'DELETE') } };
  if (state.profile === 'previous') return { status: 200, body };
  const number = hasNumber ? { _embedded: { challenge: { correctAnswer: 72 } } } : {};
  return { status: 201, body: { ...body, profile: (factor.profile ?? {}) as JsonObject, ...number } };
}

function serve(routes: Routes, state: OrgState): void {
  const { factors, users, find, make, present } = objectsOf(state);
  routes.on(`GET ${path}`, ({ ids }) => {
    const user = users.get(ids[0]);
    return { body: [...factors.values()].filter((factor) => factor.parentId === user.id).map(present) };
  });
  routes.on(`POST ${path}`, ({ ids, body, query }) => ({
    body: present(make(users.get(ids[0]), body, query.get('activate') === 'true')),
  }));
  routes.on(`GET ${path}/catalog`, ({ ids }) => {
    const self = `${state.url()}/api/v1/users/${users.get(ids[0]).id}/factors`;
    const entry = (factorType: string, provider: string): JsonObject => ({
      factorType: factorType ?? null,
      provider,
      vendorName: provider,
      enrollment: 'OPTIONAL',
      status: 'NOT_SETUP',
      _links: { enroll: link(self, 'POST') },
    });
    return { body: [entry('question', 'OKTA'), entry('token:software:totp', 'GOOGLE')] };
  });
  routes.on(`GET ${path}/questions`, ({ ids }) => {
    users.get(ids[0]);
    return { body: Object.entries(questions).map(([question, questionText]) => ({ question, questionText })) };
  });
  routes.on(`GET ${path}/{factor}`, ({ ids }) => ({ body: present(find(ids)) }));
  routes.on(`DELETE ${path}/{factor}`, ({ ids }) => {
    factors.delete(String(find(ids).id));
    securityMail(state, users.get(ids[0]), 'factor reset');
    return { status: 204 };
  });
  serveUse(routes, state);
}

/** Activation and verification of a factor. */
function serveUse(routes: Routes, state: OrgState): void {
  const { users, find, present } = objectsOf(state);
  routes.on(`POST ${path}/{factor}/lifecycle/activate`, ({ ids, body }) => {
    const factor = find(ids);
    // The reference org accepts any six digits.
    if (!/^\d{6}$/.test(String(body.passCode ?? ''))) throw forbidden('E0000068', 'Invalid Passcode/Answer');
    securityMail(state, users.get(ids[0]), 'factor enrolled');
    return { body: present(Object.assign(factor, { status: 'ACTIVE', lastUpdated: timestamp(state) })) };
  });
  routes.on(`POST ${path}/{factor}/verify`, ({ ids, body }) => {
    const factor = find(ids);
    // The profile was added in the current edition.
    const its = state.profile === 'previous' ? {} : { profile: (factor.profile ?? {}) as JsonObject };
    // A request without a code sends one.
    if (typeof body.passCode !== 'string' && codeIsSent(factor.factorType)) {
      sendCode(state, users.get(ids[0]), factor.factorType);
      return { body: { factorResult: 'CHALLENGE', ...its } };
    }
    if (factor.factorType === 'push') {
      sendCode(state, users.get(ids[0]), factor.factorType);
      return waiting(state, factor, body.useNumberMatchingChallenge === true);
    }
    if (typeof body.answer !== 'string' && typeof body.passCode !== 'string')
      throw invalid('answer', 'answer: The field cannot be left blank');
    return { body: { factorResult: 'SUCCESS', ...its } };
  });
  routes.on(`GET ${path}/{factor}/transactions/{transaction}`, ({ ids }) => {
    const factor = find(ids);
    if (factor.factorType !== 'push' || ids[2] !== transaction) throw notFound(ids[2] ?? '', 'Transaction');
    return { body: { factorResult: 'REJECTED' } };
  });
}

/** Finds, creates, changes and shows the objects of the resource. */
function objectsOf(state: OrgState) {
  const factors = state.collection('factors');
  const users = usersOf(state);
  const find = (ids: string[]): JsonObject => {
    const factor = factors.get(ids[1] ?? '');
    if (factor?.parentId !== users.get(ids[0]).id) throw notFound(ids[1] ?? '', 'Factor');
    return factor as JsonObject;
  };
  const make = (user: JsonObject, { factorType, provider, profile }: JsonObject, isActivated: boolean): JsonObject => {
    const given = (profile ?? {}) as JsonObject;
    const text = questions[String(given.question)];
    if (factorType === 'question' && (!text || typeof given.answer !== 'string'))
      throw invalid('factorEnrollRequest', 'profile.question: The question is not known.');
    if (factorType !== 'question' && !withCode.has(String(factorType)))
      throw forbidden('E0000034', 'The factor is not allowed by the policy of this org.');
    const at = timestamp(state);
    const factor: JsonObject = {
      id: state.newId(withCode.get(String(factorType)) ?? 'ufs'),
      parentId: user.id ?? null,
      factorType: factorType ?? null,
      provider: provider ?? 'OKTA',
      vendorName: provider ?? 'OKTA',
      status: factorType === 'question' || (isActivated && codeIsSent(factorType)) ? 'ACTIVE' : 'PENDING_ACTIVATION',
      created: at,
      lastUpdated: at,
      profile:
        factorType === 'question'
          ? { question: given.question ?? null, questionText: text ?? '' }
          : codeIsSent(factorType)
            ? given
            : { credentialId: String((user.profile as JsonObject).login) },
    };
    factors.set(String(factor.id), factor);
    if (factor.status === 'ACTIVE') securityMail(state, user, 'factor enrolled');
    else sendCode(state, user, factorType);
    return factor;
  };
  const present = ({ parentId: user, ...factor }: JsonObject): JsonObject => {
    const person = `${state.url()}/api/v1/users/${user}`;
    const self = `${person}/factors/${factor.id}`;
    const pending = factor.status === 'PENDING_ACTIVATION';
    return {
      ...factor,
      _links: {
        ...(factor.factorType === 'question' ? { questions: link(`${person}/factors/questions`, 'GET') } : {}),
        ...(pending ? { activate: link(`${self}/lifecycle/activate`, 'POST') } : {}),
        self: link(self, 'GET', 'DELETE'),
        user: link(person, 'GET'),
      },
    };
  };
  return { factors, users, find, make, present };
}
