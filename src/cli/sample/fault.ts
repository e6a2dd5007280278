// One way in which a record can be wrong, as data; those of JSON itself, whatever the format.

import type { Json, JsonObject } from '../../formats/record.ts';

/** One way to be wrong: `spoil` makes a good record bad, or `garble` its text, which then is no line break anywhere. */
export type Fault = { readonly name: string } & (
  | { readonly spoil: (record: JsonObject) => void }
  | { readonly garble: (text: string, record: JsonObject) => string }
);

/** The text of `record` with `fault` in it. */
export function faultyText(record: JsonObject, fault: Fault): string {
  if ('garble' in fault) return fault.garble(JSON.stringify(record), record);
  fault.spoil(record);
  return JSON.stringify(record);
}

const DEEP: Json = JSON.parse('['.repeat(40) + ']'.repeat(40));

export function textFaults(idMember: string, timeMember: string): Fault[] {
  return [
    { name: 'text cut off', garble: (text) => text.slice(0, text.length >> 1) },
    { name: 'no-break space between tokens', garble: (text) => text.replace(':', ':\u00a0') },
    { name: 'trailing comma', garble: (text) => text.replace(/\}$/, ',}') },
    { name: 'an array in place of a record', garble: (text) => `[[${text}]]` },
    { name: 'a number in place of a record', garble: () => '42' },
    { name: 'member named twice', garble: (text) => text.replace(`"${timeMember}":`, `"${timeMember}":null,"${timeMember}":`) },
    { name: 'member __proto__', garble: (text) => text.replace(`"${idMember}":`, `"__proto__":{"admin":true},"${idMember}":`) },
    { name: 'nested too deep', spoil: (record) => void (record['extra'] = DEEP) },
  ];
}
