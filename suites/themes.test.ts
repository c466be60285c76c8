import type { Json } from '../src/domain/json.js';
import { suite } from '../src/vitest/suite.js';
import { brand } from './fixtures.js';

const themes = '/api/v1/brands/{brandId}/themes';
const theme = `${themes}/{themeId}`;
const colors: Json = {
  primaryColorHex: '#1662dd',
  primaryColorContrastHex: '#ffffff',
  secondaryColorHex: '#ebebed',
  secondaryColorContrastHex: '#000000',
  signInPageTouchPointVariant: 'OKTA_DEFAULT',
  endUserDashboardTouchPointVariant: 'OKTA_DEFAULT',
  errorPageTouchPointVariant: 'OKTA_DEFAULT',
  emailTemplateTouchPointVariant: 'OKTA_DEFAULT',
  loadingPageTouchPointVariant: 'OKTA_DEFAULT',
};

suite('themes', ({ call, fixture }) => {
  // No domain shows the brand of the run. Okta creates and removes its theme with it.
  const made = fixture(brand);
  const its = fixture({ parameter: 'themeId', found: { operation: `GET ${themes}` }, parents: [made] });
  call(`PUT ${theme}`, { on: its, body: () => colors });
  call(`GET ${theme}`, { on: its });
  // The theme has Okta's images, which stay.
  for (const image of ['logo', 'favicon', 'background-image']) call(`DELETE ${theme}/${image}`, { on: its });
});
