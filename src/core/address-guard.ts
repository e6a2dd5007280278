// Which network addresses a webhook may reach: the pure judgement of one address. What is not plainly public is refused: a list of
// what is forbidden would miss the next special range. Names are judged by what they resolve to, where the connection is made.

import ipaddr from 'ipaddr.js';

type Address = ReturnType<typeof ipaddr.parse>;

/** A range of addresses that may be reached although it is not public. */
export type AllowedRange = readonly [Address, number];

/** All public IPv6 addresses lie in it; what lies elsewhere is special or not assigned. */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');

/** `10.0.0.0/8` → the range; null where the text is no CIDR. */
export function allowedRangeFrom(cidr: string): AllowedRange | null {
  return ipaddr.isValidCIDR(cidr) ? ipaddr.parseCIDR(cidr) : null;
}

/**
 * Why the address (as sockets spell it) must not be reached; null: it may. Addresses that carry another one (IPv4-mapped, NAT64,
 * 6to4, Teredo) are refused altogether, whatever they carry, but an IPv4-mapped one is judged as what it is to a socket.
 */
export function refusalOfAddress(text: string, allowed: readonly AllowedRange[]): string | null {
  const bare = text.replace(/%.*$/, '');
  if (!ipaddr.isValid(bare)) return 'no address';
  const address = ipaddr.process(bare);
  if (allowed.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits))) return null;
  const range = address.range();
  if (range !== 'unicast') return range;
  return address.kind() === 'ipv6' && !address.match(GLOBAL_UNICAST) ? 'not global unicast' : null;
}

/**
 * Why a URL cannot be a webhook's address, as far as its text tells; null: it may be one. `URL` has already turned every spelling of
 * an IPv4 host (hexadecimal, octal, one number, full-width digits) into the plain one.
 */
export function refusalOfUrl(url: URL, allowed: readonly AllowedRange[]): string | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'Its scheme must be http or https.';
  if (url.username !== '' || url.password !== '') return 'It must not hold a user name or password: deliveries are signed instead.';
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');
  const refusal = ipaddr.isValid(host) ? refusalOfAddress(host, allowed) : refusalOfName(host, allowed);
  return refusal === null
    ? null
    : `Its host is not public (${refusal}): webhooks reach public addresses only, and for development those that the server's CLIENTELE_WEBHOOK_ALLOW names.`;
}

/** Names that by definition lead to this machine or its network. Where private ranges are allowed, what they resolve to decides. */
function refusalOfName(host: string, allowed: readonly AllowedRange[]): string | null {
  if (allowed.length > 0) return null;
  return /(^|\.)(localhost|local|internal|localdomain|home\.arpa)$/i.test(host) ? 'a name of the local network' : null;
}
