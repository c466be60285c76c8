#!/usr/bin/env node
// An adapter for tests. The property `do` of a body says how it behaves; `says` is what it answers, as a text.
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

const write = (line) => process.stdout.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);

const behaviors = {
  die: () => process.exit(3),
  hang: () => {
    for (;;);
  },
  'hang idle': () => undefined,
  'large line': () => write('x'.repeat(5_000_000)),
  'large line without end': () => process.stdout.write('x'.repeat(5_000_000)),
  garbage: ({ id }) => {
    for (const line of ['', 'Traceback', '[1]', 'null', '{"id":"1"}', '{"id":99999,"result":"failed"}', '{"result":'])
      write(line);
    write({ id, result: 'read', findings: [] });
  },
  environment: ({ id }) => {
    const names = Object.keys(process.env).sort();
    const home = process.env.HOME ?? '';
    const isEmpty = existsSync(home) && readdirSync(home).length === 0 && process.cwd() === home;
    write({
      id,
      result: 'failed',
      findings: [place('', `has ${names.join(' ')}; HOME is ${isEmpty ? 'empty' : 'used'}`)],
    });
  },
  listen: ({ id }) => {
    // Without a network, even the loopback interface is down.
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      import('node:net').then(({ connect }) => {
        const socket = connect(server.address().port, '127.0.0.1');
        const end = (text) => {
          write({ id, result: 'failed', findings: [place('', text)] });
          socket.destroy();
          server.close();
        };
        socket.once('connect', () => end('connected')).once('error', ({ code }) => end(code));
      });
    });
  },
  memory: () => {
    const kept = [];
    for (;;) kept.push(Buffer.alloc(10_000_000, 1));
  },
  slow: ({ id }) => setTimeout(() => write({ id, result: 'read', findings: [] }), 500),
  noise: ({ id }) => {
    process.stderr.write('x'.repeat(1_000_000));
    write({ id, result: 'read', findings: [] });
  },
  size: ({ id, body }) => write({ id, result: 'failed', findings: [place('', `length ${body.clientSecret.length}`)] }),
  operation: ({ id, operation, status }) =>
    write({ id, result: 'failed', findings: [place('', `got ${operation} with ${status}`)] }),
};

const place = (pointer, message) => ({ pointer, cause: 'other', message });

if (process.env.PATH === undefined) throw new Error('no PATH');
process.stdout.write('A warning of the SDK\n');
write({ protocol: 1, name: 'fake', version: '1.0.0', operations: 1 });
createInterface({ input: process.stdin }).on('line', (line) => {
  const request = JSON.parse(line);
  const { id, body } = request;
  const behavior = behaviors[body.do];
  if (behavior) behavior(request);
  else write({ id, result: 'read', findings: [], ...(body.says && JSON.parse(body.says)) });
});
