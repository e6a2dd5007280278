// Whom an address stands for, where somebody's tries are counted by where they come from.

import ipaddr from 'ipaddr.js';

/** The address itself; one of version 6 stands for its network of 64 bits, all of which one person commonly has. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString();
}
