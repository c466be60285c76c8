import { invalid } from '../errors.js';
import { repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';
import { findApp } from './apps/apps.js';

const path = '/api/v1/apps/{app}';

/** Apps that may sign their users in to another app. */
export const resource: Resource = {
  scope: 'okta.apps.interclientTrust',
  since: '2026.03.0',
  feature: 'interclient-trust',
  serve,
};

function serve(routes: Routes, state: OrgState): void {
  const mappings = repositoryOf(state, 'interclientTrustMappings', {
    idPrefix: 'itm',
    type: 'InterclientTrustMapping',
  });
  const appIds = (values: JsonObject[], name: string) => values.map((mapping) => mapping[name] ?? null);
  routes.on(`GET ${path}/interclient-allowed-apps`, ({ ids }) => ({
    body: appIds(mappings.list(String(findApp(state, ids[0]).id)), 'trustedAppInstanceId'),
  }));
  routes.on(`GET ${path}/interclient-target-apps`, ({ ids }) => {
    const { id = '' } = findApp(state, ids[0]);
    return {
      body: appIds(
        mappings.list().filter((mapping) => mapping.trustedAppInstanceId === id),
        'appInstanceId',
      ),
    };
  });
  routes.on(`POST ${path}/interclient-allowed-apps`, ({ ids, body }) => {
    const target = findApp(state, ids[0]);
    if (target.signOnMode !== 'OPENID_CONNECT' && target.signOnMode !== 'SAML_2_0')
      throw invalid('Interclient Trust Mappings', 'The target application must be an OIDC or SAML app.');
    const known = mappings.list(String(target.id));
    if (known.length >= 5)
      throw invalid('Interclient Trust Mappings', 'The target application cannot have more than 5 trusted apps.');
    const { parentId: _, ...mapping } = mappings.add(
      {
        orgId: '00o0a1b2c3d4e5f60r70',
        appInstanceId: target.id ?? '',
        trustedAppInstanceId: findApp(state, String(body.id)).id ?? '',
        lastUpdatedBy: '00u0a1b2c3d4e5f60r70',
      },
      String(target.id),
    );
    return { status: 201, body: mapping };
  });
  routes.on(`DELETE ${path}/interclient-allowed-apps/{allowed}`, ({ ids }) => {
    const mapping = mappings
      .list(String(findApp(state, ids[0]).id))
      .find(({ trustedAppInstanceId }) => trustedAppInstanceId === ids[1]);
    mappings.remove(mapping ?? mappings.get(ids[1]));
    return { status: 204 };
  });
}
