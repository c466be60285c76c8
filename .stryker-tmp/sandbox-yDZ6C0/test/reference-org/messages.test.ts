// @ts-nocheck
import { expect, onTestFinished, test } from 'vitest';
import { renderEffects } from '../../reference-org/effects.js';
import { type Population, startReferenceOrg } from '../../reference-org/index.js';

type Body = Record<string, unknown> & { id: string };

/** An org with one more user, and the messages that requests about that user would send. */
async function orgWithUser(population: Population, activate: boolean) {
  const org = await startReferenceOrg({ population, limits: { perMinute: 10_000 } });
  onTestFinished(() => org.close());
  const profile = { login: 'new@example.invalid', email: 'new@example.invalid', firstName: 'New', lastName: 'Person' };
  const credentials = { password: { value: 'Correct-horse-battery-9' } };
  const { id: user } = org.administrator('POST', `/api/v1/users?activate=${activate}`, { profile, credentials });
  const before = org.effects().length;
  const ask = async (method: string, path: string, body: object = {}) => {
    const response = await fetch(`${org.url}/api/v1/users/${user}${path}`, {
      method,
      headers: { authorization: `SSWS ${org.token}`, 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    expect(response.status, text).toBeLessThan(300);
    return (text === '' ? {} : JSON.parse(text)) as Body;
  };
  const sent = () => org.effects().slice(before);
  const factor = (factorType: string, query = '') =>
    ask('POST', `/factors${query}`, {
      factorType,
      provider: 'OKTA',
      profile: factorType === 'email' ? { email: profile.email } : { phoneNumber: '+12025550100' },
    });
  const question = () =>
    ask('POST', '/factors', {
      factorType: 'question',
      provider: 'OKTA',
      profile: { question: 'disliked_food', answer: 'forty two' },
    });
  return { org, user, ask, sent, factor, question };
}

test.each([
  ['sms', { kind: 'phone', by: 'sms' }],
  ['call', { kind: 'phone', by: 'call' }],
  ['email', { kind: 'mail', to: 'user', about: 'code' }],
])('a factor of the type %s sends a code when it is enrolled and each time it is verified', async (type, effect) => {
  const { factor, ask, sent, user } = await orgWithUser('small', true);
  const { id, status } = await factor(type);
  expect([status, sent()]).toEqual(['PENDING_ACTIVATION', [{ ...effect, user }]]);
  expect(await ask('POST', `/factors/${id}/verify`)).toMatchObject({ factorResult: 'CHALLENGE' });
  expect(sent()).toHaveLength(2);
});

test('a factor that is activated with its enrollment sends no code, and a question never does', async () => {
  const { factor, sent, question } = await orgWithUser('small', true);
  expect((await factor('sms', '?activate=true')).status).toBe('ACTIVE');
  await question();
  await factor('token:software:totp');
  expect(sent()).toEqual([]);
});

test('an active user gets security mails about an enrolled or removed factor, and about a recovered password', async () => {
  const { ask, sent, question } = await orgWithUser(['security mails'], true);
  const { id } = await question();
  await ask('DELETE', `/factors/${id}`);
  const password = { value: 'Correct-horse-battery-9' };
  const recovery_question = { question: 'Which?', answer: 'This one' };
  await ask('POST', '/credentials/change_recovery_question', { password, recovery_question });
  await ask('POST', '/credentials/forgot_password_recovery_question', { password, recovery_question });
  const mails = sent().map((effect) => (effect.kind === 'mail' ? effect.about : effect.kind));
  expect(mails).toEqual(['factor enrolled', 'factor reset', 'password changed']);
});

test('an enrollment by an administrator causes the same mails', async () => {
  const { org, ask, sent } = await orgWithUser(['security mails'], true);
  const all = org.administrator('GET', '/api/v1/authenticators') as unknown as Body[];
  const phone = all.find(({ key }) => key === 'phone_number');
  const body = { authenticatorId: phone?.id, profile: { phoneNumber: '+12025550100' } };
  const { id } = await ask('POST', '/authenticator-enrollments/phone', body);
  await ask('DELETE', `/authenticator-enrollments/${id}`);
  expect(sent().map((effect) => (effect.kind === 'mail' ? effect.about : effect.kind))).toEqual([
    'factor enrolled',
    'factor reset',
  ]);
});

test.each<[string, Population, boolean]>([
  ['a staged user', ['security mails'], false],
  ['an org that sends none', 'small', true],
])('%s gets no security mail', async (_, population, isActive) => {
  const { ask, sent, question } = await orgWithUser(population, isActive);
  const { id } = await question();
  await ask('DELETE', `/factors/${id}`);
  expect(sent()).toEqual([]);
});

test('effects are rendered as counts, without ids', async () => {
  const { factor, sent } = await orgWithUser('small', true);
  await factor('sms');
  await factor('sms');
  await factor('email');
  expect(renderEffects(sent())).toBe(
    'What would have happened outside the org:\n  2 x text message\n  1 x mail to a user: code\n',
  );
  expect(renderEffects([])).toBe('Nothing would have happened outside the org.\n');
});
