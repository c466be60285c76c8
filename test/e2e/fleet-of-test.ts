import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type ReferenceOrg, type ReferenceOrgOptions, startReferenceOrg } from '../../reference-org/index.js';
import type { OrgResult } from '../../src/cli/fleet/result.js';

const root = join(import.meta.dirname, '../..');

/** Reference orgs, the inventory that names them, and the folder of a fleet, for each test of a file. */
export class FleetOfTest {
  folder = '';
  /** The secrets that the inventory names. */
  env: Record<string, string> = {};
  inventory: object[] = [];
  orgs: ReferenceOrg[] = [];

  constructor() {
    beforeEach(() => {
      this.folder = mkdtempSync(join(tmpdir(), 'fleet-'));
      [this.env, this.inventory, this.orgs] = [{}, [], []];
    });
    afterEach(async () => {
      await Promise.all(this.orgs.map((org) => org.close()));
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  /** Starts a reference org and adds it to the inventory. */
  async add(name: string, options: ReferenceOrgOptions = {}, more: object = {}, token?: string): Promise<ReferenceOrg> {
    const org = await startReferenceOrg({ limits: { perMinute: 10_000 }, ...options });
    this.orgs.push(org);
    const variable = `TOKEN_${this.inventory.length}`;
    this.env[variable] = token ?? org.token;
    this.inventory.push({ name, url: org.url, token: { env: variable }, ...more });
    return org;
  }

  /** Runs `fleet` in a process of its own. */
  start(args: string[] = []) {
    writeFileSync(join(this.folder, 'orgs.json'), JSON.stringify({ orgs: this.inventory }));
    const program = ['--import', import.meta.resolve('tsx'), join(root, 'src/cli/bin.ts')];
    const child = spawn(process.execPath, [...program, 'fleet', 'orgs.json', ...args, '--out', 'out'], {
      cwd: this.folder,
      env: { PATH: process.env.PATH ?? '', HOME: this.folder, NO_COLOR: '1', ...this.env },
      detached: true,
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
    const ended = new Promise<{ code: number | null; text: string }>((resolve) =>
      child.once('close', (code) => resolve({ code, text })),
    );
    return { child, ended };
  }

  /** The lines of a file of an org. */
  lines<T>(org: string, file: string): T[] {
    const lines = readFileSync(join(this.folder, 'out', org, file), 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
  }

  /** The results of an org by day. */
  results(org: string): OrgResult['result'][] {
    return this.lines<OrgResult>(org, 'results.ndjson').map(({ result }) => result);
  }
}
