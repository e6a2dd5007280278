// Connections of one endpoint. The rule that counts against requests to private places holds here: each address is judged when the
// connection is made, and what was judged is what is dialled, so that a name that resolves anew cannot lead elsewhere.

import { lookup as systemLookup } from 'node:dns';
import { isIP } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { refusalOfAddress } from '../core/address-guard.ts';
import type { AllowedRange } from '../core/address-guard.ts';
import type { LookupAddress, LookupAllOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** Resolves a name to all of its addresses. */
export type Lookup = (
  host: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

export interface GuardOptions {
  readonly allowed: readonly AllowedRange[];
  readonly connectionsMax: number;
  /** Default: the machine's own resolver. */
  readonly lookup?: Lookup | undefined;
}

export interface GuardedDispatcher {
  readonly agent: Agent;
  /** The address of the latest connection to an origin (`https://example.com`); null: there was none. */
  address(origin: string): string | null;
  close(): Promise<void>;
}

/** No address that may be reached: nothing was dialled. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  readonly code = 'ADDRESS_REFUSED';
}

const CONNECT_MS_MAX = 10_000;
const HEADER_BYTES_MAX = 16 * 1024;
const IDLE_MS_MAX = 30_000;

/** Opens an agent whose connections all pass the guard. Redirects are not followed, nor are proxies of the environment used. */
export function openGuardedDispatcher({ allowed, connectionsMax, lookup = systemLookup }: GuardOptions): GuardedDispatcher {
  const latest = new Map<string, string>();
  const connector = buildConnector({ timeout: CONNECT_MS_MAX, allowH2: false, lookup: guarded(lookup, allowed) });
  const agent = new Agent({
    connections: connectionsMax,
    pipelining: 1,
    keepAliveTimeout: IDLE_MS_MAX,
    maxHeaderSize: HEADER_BYTES_MAX,
    connect(options, done) {
      // A host that is an address is not looked up, so it is judged here.
      const host = options.hostname.replace(/^\[|\]$/g, '');
      const refusal = isIP(host) === 0 ? null : refusalOfAddress(host, allowed);
      if (refusal !== null) {
        done(new AddressRefused(`${refusal} address`), null);
        return;
      }
      connector(options, (error, socket) => {
        if (socket?.remoteAddress !== undefined) latest.set(`${options.protocol}//${options.host}`, socket.remoteAddress);
        if (error) done(error, null);
        else done(null, socket);
      });
    },
  });
  return { agent, address: (origin) => latest.get(origin) ?? null, close: () => agent.destroy() };
}

function guarded(lookup: Lookup, allowed: readonly AllowedRange[]): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error) {
        done(error, []);
        return;
      }
      const reachable = found.filter(({ address }) => refusalOfAddress(address, allowed) === null);
      const [first] = reachable;
      if (!first) done(new AddressRefused('the name leads to no public address'), []);
      else if (options.all) done(null, reachable);
      else done(null, first.address, first.family);
    });
  };
}
