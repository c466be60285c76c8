import { expect, test } from 'vitest';
import type { ChangeGroup } from '../../src/assess/change-group.js';
import { guideOf } from '../../src/assess/guide/guide.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { changesOf } from '../../src/contract/changes.js';
import { readContractFile } from '../../src/contract/files.js';
import { requestChangesOf } from '../../src/contract/request-changes.js';
import { isObject, type Json, segmentsOf } from '../../src/domain/json.js';
import { ownContractsFolder } from '../../src/io/package-root.js';
import { groupAt, reportOfAll } from './all-changes.js';

const catalogue = loadCatalogue();
const { groups } = reportOfAll(catalogue, () => 'applied');

/** The values at a pointer, where `*` stands for all elements. */
function valuesAt(value: Json | undefined, pointer: string): Json[] {
  return segmentsOf(pointer).reduce<Json[]>(
    (values, segment) =>
      values.flatMap((one) => {
        if (segment === '*') return Array.isArray(one) ? one : isObject(one) ? Object.values(one) : [];
        return isObject(one) && segment in one ? [one[segment] as Json] : [];
      }),
    value === undefined ? [] : [value],
  );
}

/** Changes of a property, and not of a query parameter or a status. */
const ofProperties = groups.filter(({ contract }) => contract.includes('.schema.json#'));

test('every change has advice of one or two sentences, and at most a tenth of them have no example', () => {
  expect(groups.filter(({ guide }) => !guide)).toEqual([]);
  const sentences = groups.map(({ guide }) => guide?.advice.split(/\. (?=[A-Z])/).length ?? 0);
  expect(Math.max(...sentences)).toBeLessThanOrEqual(2);
  const without = groups.filter(({ guide }) => guide?.before === undefined && guide?.after === undefined);
  expect(without.length).toBeLessThan(groups.length / 10);
  // Only changes of limits have none: both forms look the same.
  expect(without.filter(({ kind }) => kind !== 'changed')).toEqual([]);
});

test.each([
  ['added', 0, 1],
  ['required', 0, 1],
  ['removed', 1, 0],
] as const)('the example of a property that is %s shows it on one side only', (kind, before, after) => {
  const all = ofProperties.filter((group) => group.kind === kind);
  expect(all.length).toBeGreaterThan(0);
  const count = (value: Json | undefined, { pointer }: ChangeGroup) => valuesAt(value, pointer).length;
  for (const group of all)
    expect([group.contract, count(group.guide?.before, group), count(group.guide?.after, group)]).toEqual([
      group.contract,
      before,
      after,
    ]);
});

test('the contract accepts the invented values', () => {
  const values = ofProperties
    .filter(({ kind }) => kind !== 'removed')
    .flatMap(({ contract, pointer, guide }) => valuesAt(guide?.after, pointer).map((value) => ({ contract, value })));
  expect(values.length).toBeGreaterThan(100);
  const rejected = values.filter(({ contract, value }) => !catalogue.schemas.validator(contract)(value));
  expect(rejected).toEqual([]);
});

test('an example is small', () => {
  const sizes = groups.map(({ guide }) => JSON.stringify([guide?.before, guide?.after]).length);
  expect(Math.max(...sizes)).toBeLessThan(1200);
});

test('a removed object is shown with the properties that it had', () => {
  expect(groupAt(groups, 'org-metadata/org-metadata.schema.json#/properties/settings').guide).toMatchObject({
    before: { pipeline: 'idx', settings: { analyticsCollectionEnabled: true } },
    after: { pipeline: 'idx' },
    advice: 'Do not read `settings`: code must work without it.',
    sdk: [
      {
        operation: 'GET /.well-known/okta-organization',
        node: 'orgSettingApi.getWellknownOrgMetadata',
        python: 'OrgSettingMetadataApi.get_wellknown_org_metadata',
        go: 'OrgSettingMetadataAPI.GetWellknownOrgMetadata',
        java: 'OrgSettingMetadataApi.getWellknownOrgMetadata',
        dotnet: 'OrgSettingMetadataApi.GetWellknownOrgMetadataAsync',
      },
    ],
    links: [
      {
        title: "Okta's reference: GET /.well-known/okta-organization",
        url: 'https://developer.okta.com/docs/api/openapi/okta-management/management/tag/OrgSettingMetadata/#tag/OrgSettingMetadata/operation/getWellknownOrgMetadata',
      },
    ],
  });
});

test('the group of several properties of an object has an example and advice for all of them', () => {
  const isInside = (pointer: string) => pointer.startsWith('/type/');
  const all = reportOfAll(catalogue, ({ pointer }) => (isInside(pointer) ? 'applied' : 'not applied'));
  const [group] = all.groups.filter(({ title }) => /^\d+ properties of `type` removed from users/.test(title));
  expect(group?.guide).toMatchObject({
    before: { type: { id: expect.any(String), created: expect.any(String) } },
    advice: expect.stringMatching(/^Read only `id` of the `type` of a user\./),
  });
  expect(group?.guide?.after).toMatchObject({ type: { id: expect.any(String) } });
});

test('a property of an alternative is shown with the value that selects the alternative', () => {
  const { guide } = groupAt(groups, 'inline-hooks/inline-hook.schema.json#/$defs/oauthConfig/properties/authScheme');
  expect(guide).toMatchObject({
    before: { channel: { type: 'OAUTH', config: { authScheme: { type: 'HEADER' } } } },
    after: { channel: { type: 'OAUTH', config: { authScheme: 'Authorization' } } },
  });
  expect(guide.advice).toContain('a string or null for `channel.config.authScheme`; before, it was an object');
});

test('a status is shown with the request', () => {
  const { guide } = groupAt(groups, 'behaviors/operations.json#POST /api/v1/behaviors/answers/201');
  expect(guide.before).toEqual({ request: 'POST /api/v1/behaviors', status: 201 });
  expect(guide.after).toEqual({ request: 'POST /api/v1/behaviors', status: 200 });
});

test('a new value of a list of values is shown, and the advice names it', () => {
  const { guide } = groupAt(groups, 'policies/requests.schema.json#/$defs/CreateOrUpdatePolicy/properties/type');
  expect(guide.after).toMatchObject({ type: 'DEVICE_SIGNAL_COLLECTION' });
  expect(guide.advice).toContain('`DEVICE_SIGNAL_COLLECTION`');
  expect(JSON.stringify(groups)).not.toContain('x-lifecycle');
});

test('a property that is newly required is shown in the new request', () => {
  const [group] = groups.filter(({ kind, pointer }) => kind === 'required' && pointer.endsWith('/inquiryTemplateId'));
  expect(group?.guide?.advice).toBe(
    'Send `properties.inquiryTemplateId`: it is required since 2025.08.0. The previous edition accepts it as well.',
  );
});

test('a change that a release note names has a link to it', () => {
  const { guide } = groupAt(groups, 'zones/zone.schema.json#/$defs/addresses/properties/useAsExemptList');
  expect(guide.links[0]).toEqual({
    title: "Okta's release note of 2024-10-23: IP exempt zone",
    url: 'https://developer.okta.com/docs/release-notes/2025-okta-identity-engine/#ip-exempt-zone-is-ga-in-preview',
  });
});

test('every place in contracts/guides.json is the place of a change', () => {
  const changes = [...catalogue.operations.values()].flatMap((operation) => [
    ...changesOf(catalogue, operation),
    ...requestChangesOf(catalogue, operation),
  ]);
  const { notes } = readContractFile(ownContractsFolder(), 'guides.json') as { notes: { at: string[] }[] };
  const places = notes.flatMap(({ at }) => at);
  const isKnown = (at: string) =>
    changes.some(({ contract }) => contract === at || (at.endsWith('#') && contract.startsWith(at)));
  expect(places.filter((at) => !isKnown(at))).toEqual([]);
});

test('a contracts folder without data about SDKs gives a guide without method names', () => {
  const [group] = groups;
  const schemas = new Proxy(catalogue.schemas, {
    get: (target, name) => {
      if (name === 'has') return () => false;
      const value = Reflect.get(target, name, target) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  expect(guideOf({ ...catalogue, schemas }, group as ChangeGroup)).toMatchObject({ sdk: [], links: [] });
});
