import { repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';
import { resource as brands } from './brands/brands.js';

const path = '/api/v1/email-domains';

/** Domains from which the org sends mails. The org has one, and it waits for its DNS records. */
export const resource: Resource = { scope: 'okta.emailDomains', after: [brands], serve };

function serve(routes: Routes, state: OrgState): void {
  const domains = repositoryOf(state, 'emailDomains', { idPrefix: 'OeD', type: 'EmailDomain' });
  const present = ({ created: _, lastUpdated: __, ...domain }: JsonObject, query: URLSearchParams): JsonObject => {
    if (query.get('expand') !== 'brands') return domain;
    const shown = [...state.collection('brands').values()]
      .filter(({ emailDomainId }) => emailDomainId === domain.id)
      .map(({ created: _, lastUpdated: __, locale, ...brand }) => ({ ...brand, ...(locale ? { locale } : {}) }));
    return { ...domain, _embedded: { brands: shown } };
  };
  routes.on(`GET ${path}`, ({ query }) => ({ body: domains.list().map((domain) => present(domain, query)) }));
  routes.on(`GET ${path}/{domain}`, ({ ids, query }) => ({ body: present(domains.get(ids[0]), query) }));

  const domain = 'mail.example.com';
  // The document has CNAME. Real orgs write it in lower case.
  const alias = state.profile === 'observed' ? 'cname' : 'CNAME';
  const { id } = domains.add({
    validationStatus: 'NOT_STARTED',
    displayName: 'Admin',
    userName: 'noreply',
    domain,
    validationSubdomain: 'mail',
    dnsValidationRecords: [
      { recordType: 'TXT', fqdn: `_oktaverification.${domain}`, verificationValue: '0f'.repeat(16) },
      { recordType: alias, fqdn: `mail.${domain}`, verificationValue: 'u1.mail.example.net' },
      { recordType: alias, fqdn: `k1._domainkey.${domain}`, verificationValue: 'k1.u1.mail.example.net' },
    ],
  });
  const [usual] = state.collection('brands').values();
  if (usual) usual.emailDomainId = id ?? null;
}
