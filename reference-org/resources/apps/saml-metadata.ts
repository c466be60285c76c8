import { notFound } from '../../errors.js';
import type { Resource, Routes } from '../../resource.js';
import type { OrgState } from '../../state.js';
import { findApp } from './apps.js';

/** The SAML metadata of apps, as XML. */
export const resource: Resource = { scope: 'okta.apps', serve };

function serve(routes: Routes, state: OrgState): void {
  routes.on('GET /api/v1/apps/{app}/sso/saml/metadata', ({ ids }) => {
    const app = findApp(state, ids[0]);
    if (app.signOnMode !== 'SAML_2_0') throw notFound(ids[0] ?? '', 'AppInstance');
    const protocol = 'urn:oasis:names:tc:SAML:2.0';
    const text = [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<md:EntityDescriptor entityID="http://www.okta.com/exk0a1b2c3d4e5f60r70" xmlns:md="${protocol}:metadata">`,
      `<md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="${protocol}:protocol">`,
      `<md:SingleSignOnService Binding="${protocol}:bindings:HTTP-POST" Location="${state.url()}/app/${app.name}/sso/saml"/>`,
      '</md:IDPSSODescriptor></md:EntityDescriptor>',
    ].join('');
    return { text, headers: { 'content-type': 'application/xml;charset=ISO-8859-1' } };
  });
}
