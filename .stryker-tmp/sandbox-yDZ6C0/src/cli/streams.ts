// @ts-nocheck
import type { Readable } from 'node:stream';

/** The streams of a command, so that it can be tested without a process. */
export interface Streams {
  in: Readable;
  out: NodeJS.WritableStream;
  err: NodeJS.WritableStream;
}
