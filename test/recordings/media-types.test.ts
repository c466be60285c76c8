import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { createEntryCheck } from '../../src/recordings/checked-entry.js';
import { readRecording, splitRecording } from '../../src/recordings/read.js';

const url = 'https://org.example.com/api/v1/users';
const type = 'application/json; okta-response=omitCredentials,omitCredentialsLinks';
const secrets = { Authorization: 'SSWS 00abcdefghijklmnopqrstuvwxyz0123456789ABCD', Cookie: 'sid=x' };
const text = JSON.stringify([{ id: '00u0a1b2c3d4e5f60r70' }]);

const lists = (headers: object) => Object.entries(headers).map(([name, value]) => ({ name, value: String(value) }));
const response = { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.parse(text) };
const formats: Record<string, (headers: object) => string> = {
  NDJSON: (headers) => JSON.stringify({ request: { method: 'GET', url, headers }, response }),
  HAR: (headers) =>
    JSON.stringify({
      log: {
        entries: [
          {
            request: { method: 'GET', url, headers: lists(headers) },
            response: { status: 200, headers: lists(response.headers), content: { text } },
          },
        ],
      },
    }),
  'a cassette': (headers) =>
    stringify({
      version: 1,
      interactions: [
        {
          request: { method: 'GET', url, body: '', headers: listed(headers) },
          response: { code: 200, headers: listed(response.headers), body: text },
        },
      ],
    }),
};

function listed(headers: object) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
}

const sourceOf = (recording: string) => Readable.from([Buffer.from(recording)]);
const catalogue = loadCatalogue();

async function missingIn(recording: string): Promise<string[]> {
  const check = createEntryCheck(catalogue, undefined);
  const missing: string[] = [];
  for await (const batch of splitRecording(sourceOf(recording), 'auto'))
    for (const raw of batch) {
      const entry = check(raw);
      if (entry.kind === 'fault') throw new Error(entry.fault);
      const { findings } = entry.traffic.checked?.what ?? { findings: [] };
      missing.push(...findings.filter(({ kind }) => kind === 'missing').map(({ pointer }) => pointer));
    }
  return missing;
}

test.each(Object.keys(formats))('%s: a request for less of each user does not require the rest', async (name) => {
  const write = formats[name] ?? (() => '');
  expect(await missingIn(write({ ...secrets }))).toContain('/*/credentials');
  for (const header of ['Accept', 'Content-Type'])
    expect(await missingIn(write({ ...secrets, [header]: type }))).toEqual([]);
});

test.each(Object.keys(formats))('%s: other headers of a request are not kept', async (name) => {
  const recording = formats[name]?.({ ...secrets, Accept: type, 'Content-Type': type }) ?? '';
  for await (const entry of readRecording(sourceOf(recording), 'auto'))
    expect(entry).toMatchObject({ exchange: { request: { headers: { accept: type, 'content-type': type } } } });
  for await (const entry of readRecording(sourceOf(recording), 'auto'))
    expect(JSON.stringify(entry)).not.toMatch(/SSWS|sid=/);
});
