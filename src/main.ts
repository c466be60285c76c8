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
okta-contracts gateway --org URL [--port N] [--tier read|write|org]   check what a client asks an org
okta-contracts sweep   remove what a killed run left on your org
okta-contracts verify [--baseline REPORT] [--waivers FILE] [ARGUMENTS OF VITEST]   verify an org
okta-contracts report [FILE] [--out FOLDER]   show a report again
okta-contracts waive FINGERPRINT… --reason TEXT --owner TEAM   accept findings for a while
okta-contracts compare --left FILE --right FILE   what differs between two orgs
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
      case 'gateway':
        return await (await import('./gateway/command.js')).gatewayCommand(rest, streams);
      case 'sweep':
        return await (await import('./suite/sweep-command.js')).sweepCommand(streams);
      case 'verify':
        return await (await import('./suite/verify-command.js')).verifyCommand(rest);
      case 'report':
        return await (await import('./report/report-command.js')).reportCommand(rest, streams);
      case 'waive':
        return await (await import('./report/waive-command.js')).waiveCommand(rest, streams);
      case 'compare':
        return await (await import('./report/compare-command.js')).compareCommand(rest, streams);
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
