// Closes what an SDK could use to send the bodies somewhere, and keeps its own output away from the answers.
import { Console } from 'node:console';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

function refuse() {
  throw new Error('The SDK is read without a network.');
}

/** Makes each connection and each lookup of a name fail, in this process. */
export function blockNetwork() {
  net.Socket.prototype.connect = refuse;
  net.Server.prototype.listen = refuse;
  dgram.createSocket = refuse;
  for (const owner of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype])
    for (const name of Object.getOwnPropertyNames(owner))
      if (/^(lookup|resolve|reverse)/.test(name)) owner[name] = refuse;
  syncBuiltinESMExports();
}

/** Sends all that the SDK prints to stderr. Returns the function that writes to stdout. */
export function takeOutput() {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  globalThis.console = new Console(process.stderr);
  return write;
}
