import { hasSince, type JsonObject, type OrgState } from '../../state.js';

const texts = [
  'authenticatorPageCustomLinkLabel',
  'authenticatorPageCustomLinkUrl',
  'classicRecoveryFlowEmailOrUsernameLabel',
  'customLink1Label',
  'customLink1Url',
  'customLink2Label',
  'customLink2Url',
  'forgotPasswordLabel',
  'forgotPasswordUrl',
  'helpLabel',
  'helpUrl',
  'passwordInfoTip',
  'passwordLabel',
  'signInLabel',
  'unlockAccountLabel',
  'unlockAccountUrl',
  'usernameInfoTip',
  'usernameLabel',
];

/** A sign-in page, with defaults. */
export function signInPage(state: OrgState, body: JsonObject): JsonObject {
  const own = (body.widgetCustomizations ?? {}) as JsonObject;
  const isPrevious = state.profile === 'previous';
  const { postAuthKeepMeSignedInPrompt: prompt, classicFooterHelpTitle: footer, ...known } = own;
  const unknown = { acceptButtonText: null, rejectButtonText: null, subtitle: null, title: null };
  const policy = body.contentSecurityPolicySetting as JsonObject | undefined;
  return {
    pageContent: body.pageContent ?? null,
    widgetVersion: body.widgetVersion ?? null,
    ...(policy ? { contentSecurityPolicySetting: { reportUri: '', srcList: [], ...policy } } : {}),
    widgetCustomizations: {
      ...Object.fromEntries(texts.map((text) => [text, null])),
      showPasswordVisibilityToggle: true,
      showUserIdentifier: true,
      widgetGeneration: 'G3',
      ...(hasSince(state, '2026.03.0')
        ? { gracePeriodRequiredSoon: { gracePeriodRequiredSoonDescription: 'Set up the authenticator.' } }
        : {}),
      ...known,
      // Both were added in the current edition.
      ...(isPrevious || !footer ? {} : { classicFooterHelpTitle: footer }),
      ...(isPrevious || !prompt ? {} : { postAuthKeepMeSignedInPrompt: { ...unknown, ...(prompt as JsonObject) } }),
    },
  };
}
