import { pick } from '../bodies.js';
import { link } from '../links.js';
import type { Resource, Routes } from '../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../state.js';

const path = '/api/v1/org';

/** The name, the address and the contacts that the org shows to its users. */
export const resource: Resource = { scope: 'okta.orgs', serve };

const empty: JsonObject = {
  address1: null,
  address2: null,
  city: null,
  companyName: null,
  country: null,
  endUserSupportHelpURL: null,
  phoneNumber: null,
  postalCode: null,
  state: null,
  supportPhoneNumber: null,
  website: null,
};

function serve(routes: Routes, state: OrgState): void {
  const now = timestamp(state);
  const unchangeable = {
    id: state.newId('00o'),
    created: now,
    expiresAt: null,
    status: 'ACTIVE',
    subdomain: 'example',
  };
  let lastUpdated = now;
  let values: JsonObject = { ...empty, companyName: 'Example', website: 'https://www.example.com' };
  const present = () => {
    const own = state.url() + path;
    return {
      body: {
        ...values,
        ...unchangeable,
        lastUpdated,
        _links: {
          preferences: link(`${own}/preferences`),
          uploadLogo: link(`${own}/logo`, 'POST'),
          oktaCommunication: link(`${own}/privacy/oktaCommunication`),
          logo: null,
          oktaSupport: link(`${own}/privacy/oktaSupport`),
          contacts: link(`${own}/contacts`),
        },
      },
    };
  };
  const write = (method: string, kept: () => JsonObject): void =>
    routes.on(`${method} ${path}`, ({ body }) => {
      values = { ...kept(), ...pick(body, ...Object.keys(empty)) };
      lastUpdated = timestamp(state);
      return present();
    });
  routes.on(`GET ${path}`, present);
  write('POST', () => values);
  write('PUT', () => empty);
}
