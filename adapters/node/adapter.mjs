// Adapter for Okta's SDK for Node, protocol version 1 (docs/sdk.md): reads a response from each line of stdin and writes what the
// installed SDK makes of it to stdout.
//   node adapter.mjs [FOLDER]
import { StringDecoder } from 'node:string_decoder';
import { blockNetwork, takeOutput } from './isolation.mjs';
import { createMatch } from './match.mjs';
import { createRead } from './read.mjs';
import { loadSdk } from './sdk.mjs';

const write = takeOutput();
blockNetwork();
const sdk = load(process.argv[2]);
if (sdk) await answer(sdk);

function load(location) {
  try {
    const loaded = loadSdk(location);
    const { version, operations } = loaded;
    write(`${JSON.stringify({ protocol: 1, name: 'node', version, operations: operations.size })}\n`);
    return loaded;
  } catch (error) {
    const [message] = String(error instanceof Error ? error.message : error).split('\n');
    write(`${JSON.stringify({ protocol: 1, error: message })}\n`);
    process.exitCode = 2;
    return undefined;
  }
}

/** Answers each line. The answers of one chunk of the input are written together. */
async function answer(sdk) {
  const match = createMatch(sdk.operations);
  const read = createRead(sdk);
  const decoder = new StringDecoder('utf8');
  let rest = [];
  for await (const chunk of process.stdin) {
    const [first, ...lines] = decoder.write(chunk).split('\n');
    rest.push(first);
    if (lines.length === 0) continue;
    const whole = [rest.join(''), ...lines.slice(0, -1)];
    rest = [lines.at(-1)];
    await send(await answersTo(whole, match, read));
  }
  await send(await answersTo([rest.join('')], match, read));
}

async function answersTo(lines, match, read) {
  let answers = '';
  for (const line of lines) {
    if (line.trim() === '') continue;
    const { id, ...result } = await answerTo(line, match, read);
    answers += `${JSON.stringify({ id, ...result })}\n`;
  }
  return answers;
}

async function answerTo(line, match, read) {
  let id = null;
  try {
    const request = JSON.parse(line);
    id = request.id;
    const operation = match(String(request.operation));
    if (!operation) return { id, result: 'unknown operation', findings: [] };
    return { id, ...(await read(operation, request.status, request.body)) };
  } catch (error) {
    const message = `cannot be passed to the SDK: ${error instanceof Error ? error.constructor.name : 'an exception'}`;
    return { id, result: 'failed', findings: [{ pointer: '', cause: 'other', message }] };
  }
}

async function send(text) {
  if (text !== '' && !write(text)) await new Promise((resolve) => process.stdout.once('drain', resolve));
}
