// @ts-nocheck
// An administrator of a reference org: changes settings at random, and stores the expected value of each setting.
import type { ReferenceOrg } from '../../reference-org/index.js';

type JsonObject = Record<string, unknown>;

const autoAssign = '/api/v1/org/settings/autoAssignAdminAppSetting';
const numberMatching = '/device-access/api/v1/desktop-mfa/enforce-number-matching-challenge-settings';
const blocklist = '/okta-personal-settings/api/v1/export-blocklists';

/** Operations that change a setting and are restored by the next operation of a run: they must be listed here. */
export const restoredOperations = [
  'POST /api/v1/authenticators/{authenticatorId}/lifecycle/activate',
  'POST /api/v1/authenticators/{authenticatorId}/methods/{methodType}/lifecycle/activate',
  'POST /api/v1/device-integrations/{deviceIntegrationId}/lifecycle/activate',
  'POST /api/v1/iam/governance/optIn',
  'POST /api/v1/meta/schemas/group/default',
];

/** Whether a request changes a setting of the org. */
export function changesSetting(method: string, path: string): boolean {
  return (
    method !== 'GET' &&
    (/^\/api\/v1\/(authenticators|device-integrations)\/[^/]+(\/methods\/[^/]+)?(\/lifecycle\/\w+)?$/.test(path) ||
      ['/api/v1/iam/governance/optIn', '/api/v1/meta/schemas/group/default'].includes(path) ||
      [autoAssign, numberMatching, blocklist].includes(path))
  );
}

/** Every setting of an org that a run can change, by name. */
export function settingsOf({ administrator }: ReferenceOrg): Map<string, string> {
  const settings = new Map<string, string>();
  const note = (name: string, value: unknown) => settings.set(name, JSON.stringify(value) ?? 'undefined');
  const list = (path: string) => administrator('GET', path) as unknown as JsonObject[];
  for (const { id, key, name, status, settings: its } of list('/api/v1/authenticators')) {
    note(`${key} status`, status);
    note(`${key} name and settings`, [name, its]);
    for (const method of list(`/api/v1/authenticators/${id}/methods`)) {
      note(`${key} ${method.type} status`, method.status);
      note(`${key} ${method.type} settings`, method.settings);
    }
  }
  for (const { name, status } of list('/api/v1/device-integrations')) note(`device integration ${name}`, status);
  note('autoAssignAdminAppSetting', administrator('GET', autoAssign));
  note('number matching', administrator('GET', numberMatching));
  note('blocklist', administrator('GET', blocklist));
  const { optInStatus } = administrator('GET', '/api/v1/iam/governance/optIn');
  note('governance', String(optInStatus).replace('ING_', 'ED_'));
  const { definitions } = administrator('GET', '/api/v1/meta/schemas/group/default');
  // Compared one by one: the administrator adds one while a run has added another.
  const { properties = {} } = (definitions as { custom?: { properties?: JsonObject } }).custom ?? {};
  for (const [name, attribute] of Object.entries(properties)) note(`attribute ${name} of groups`, attribute);
  return settings;
}

/** The collection of the API that an act of the administrator changes, for those that a run restores. */
const collections: Record<string, string> = {
  authenticator: '/api/v1/authenticators',
  method: '/api/v1/authenticators',
  'device integration': '/api/v1/device-integrations',
  'attribute of groups': '/api/v1/meta/schemas',
};

/** The differences in the settings of an org. */
export interface Wrong {
  /** Settings that a run left at a value of its own. */
  left: string[];
  /** Settings that no longer have the value that the administrator gave them. */
  undone: string[];
}

export class Administrator {
  readonly #org: ReferenceOrg;
  #expected: Map<string, string>;
  readonly #changed = new Set<string>();
  #last = '';
  /** How many changes the administrator made. */
  changes = 0;

  constructor(org: ReferenceOrg) {
    this.#org = org;
    this.#expected = settingsOf(org);
  }

  /**
   * Changes a setting at random, never the same twice in a row: a value that a run set, the administrator changed and then
   * changed back cannot be recognised. Neither can a change that equals that of a run which was killed before it read
   * the response to its restore.
   * @param unread paths of the restores whose responses a run may not have read
   */
  act(unread: readonly string[] = []): void {
    const acts = Object.entries(this.#acts()).filter(
      ([name]) =>
        name !== this.#last && !unread.some((path) => collections[name] && path.startsWith(collections[name])),
    );
    const [name, act] = acts[Math.floor(Math.random() * acts.length)] ?? [];
    if (name === undefined || act === undefined) return;
    const before = settingsOf(this.#org);
    act();
    for (const [setting, value] of settingsOf(this.#org)) {
      if (before.get(setting) === value) continue;
      this.#expected.set(setting, value);
      this.#changed.add(setting);
    }
    this.#last = name;
    this.changes += 1;
  }

  /** Compares all settings with their expected values while no run is running. Counts each difference once. */
  measure(): Wrong {
    const now = settingsOf(this.#org);
    const names = new Set([...now.keys(), ...this.#expected.keys()]);
    const differing = [...names].filter((name) => now.get(name) !== this.#expected.get(name));
    const undone = differing.filter((name) => this.#changed.has(name));
    this.#expected = now;
    this.#changed.clear();
    return { left: differing.filter((name) => !undone.includes(name)), undone };
  }

  #acts(): Record<string, () => void> {
    const { administrator } = this.#org;
    const find = (path: string, where: (thing: JsonObject) => boolean) =>
      (administrator('GET', path) as unknown as JsonObject[]).find(where) ?? {};
    const toggle = (path: string, { status }: JsonObject) =>
      void administrator('POST', `${path}/lifecycle/${status === 'ACTIVE' ? 'deactivate' : 'activate'}`);
    const flip = (method: string, path: string) => {
      const [name = '', value] = Object.entries(administrator('GET', path))[0] ?? [];
      administrator(method, path, { [name]: value !== true });
    };
    const authenticator = (key: string) => find('/api/v1/authenticators', (thing) => thing.key === key);
    const n = this.changes;
    return {
      authenticator: () => {
        const webauthn = authenticator('webauthn');
        toggle(`/api/v1/authenticators/${webauthn.id}`, webauthn);
      },
      method: () => {
        const methods = `/api/v1/authenticators/${authenticator('phone_number').id}/methods`;
        toggle(
          `${methods}/voice`,
          find(methods, ({ type }) => type === 'voice'),
        );
      },
      'settings of an authenticator': () =>
        void administrator('PUT', `/api/v1/authenticators/${authenticator('okta_email').id}`, {
          settings: { allowedFor: 'any', tokenLifetimeInMinutes: 5 + (n % 50) },
        }),
      'device integration': () => {
        const [integration = {}] = administrator('GET', '/api/v1/device-integrations') as unknown as JsonObject[];
        toggle(`/api/v1/device-integrations/${integration.id}`, integration);
      },
      'admin app': () => flip('POST', autoAssign),
      'number matching': () => flip('PUT', numberMatching),
      blocklist: () => void administrator('PUT', blocklist, { domains: [`blocked-${n}.example.com`] }),
      'attribute of groups': () =>
        void administrator('POST', '/api/v1/meta/schemas/group/default', {
          definitions: { custom: { properties: { [`own${n % 5}`]: { title: `Own ${n}`, type: 'string' } } } },
        }),
    };
  }
}
