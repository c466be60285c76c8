import type { Readable } from 'node:stream';
import { ContractsError } from './errors.js';

/** The streams of a command, so that it can be tested without a process. */
export interface Streams {
  in: Readable;
  out: NodeJS.WritableStream;
  err: NodeJS.WritableStream;
}

const usage = `okta-contracts traffic [--format ndjson] [--json] FILE…   check recorded answers
okta-contracts org [--profile current|previous|observed] [--port N]   start the reference org
okta-contracts sweep   remove what a killed run left on your org
`;

/** Runs a command. Returns the exit code: 0 fine, 1 a contract is broken, 2 it could not do its work (one sentence on `err`). */
export async function main(args: string[], streams: Streams): Promise<number> {
  const [command, ...rest] = args;
  try {
    switch (command) {
      case 'traffic':
        return await (await import('./traffic/command.js')).trafficCommand(rest, streams);
      case 'org':
        return await (await import('./reference-org/command.js')).orgCommand(rest, streams);
      case 'sweep':
        return await (await import('./suite/sweep-command.js')).sweepCommand(streams);
      default:
        streams.err.write(usage);
        return command === undefined || command === '--help' ? 0 : 2;
    }
  } catch (error) {
    if (!(error instanceof ContractsError)) throw error;
    streams.err.write(`${error.message}\n`);
    return 2;
  }
}
