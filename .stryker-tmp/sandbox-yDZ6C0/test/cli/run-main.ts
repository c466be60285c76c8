// @ts-nocheck
import { Readable, Writable } from 'node:stream';
import { main } from '../../src/cli/main.js';

/** A stream that keeps what is written to it. */
export class Captured extends Writable {
  text = '';
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** Runs a command in this process. Returns its exit code and what it wrote. */
export async function runMain(
  args: string[],
  standardInput: string | Buffer = '',
): Promise<{ code: number; out: string; err: string }> {
  const streams = { in: Readable.from([standardInput]), out: new Captured(), err: new Captured() };
  const code = await main(args, streams);
  return { code, out: streams.out.text, err: streams.err.text };
}
