import { repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { OrgState } from '../state.js';

const path = '/api/v1/telephony-providers';

/** Providers that send the text messages and calls of the org with its own account. */
export const resource: Resource = {
  scope: 'okta.customTelephonyProvider',
  since: '2026.03.0',
  feature: 'custom-telephony-provider',
  serve,
};

function serve(routes: Routes, state: OrgState): void {
  const providers = repositoryOf(state, 'telephonyProviders', { idPrefix: 'oct', type: 'CustomTelephonyProvider' });
  const present = ({ created: _, lastUpdated: __, ...provider }: ReturnType<typeof providers.get>) => provider;
  providers.add({
    isPrimaryProvider: true,
    enabled: true,
    providerCapability: 'ALL',
    providerName: 'TWILIO',
    providerSid: 'ACb0000000000000000000000000000000',
    providerSettings: { sms: { twilioPhoneNumber: '+12025550100' }, call: { twilioVerifySid: 'verify' } },
  });
  routes.on(`GET ${path}`, () => ({ body: providers.list().map(present) }));
  routes.on(`GET ${path}/{provider}`, ({ ids }) => ({ body: present(providers.get(ids[0])) }));
}
