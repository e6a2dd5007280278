// Which members of a record its format does not document. They are kept with the record, and lost when it becomes another's.

import { isObject } from './checker.ts';
import { memberOf } from './pointer.ts';
import type { Json } from './record.ts';
import type { Known } from './format-rules.ts';

/** Pointers to the undocumented members, the outermost only. Most records have none, so that pointers are made on the way back. */
export function unknownMembers(value: Json, known: Known): string[] {
  const found: string[] = [];
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) addInside(found, String(index), unknownMembers(value[index] as Json, known));
  } else if (isObject(value)) {
    for (const member in value) {
      const rule = Object.hasOwn(known, member) ? known[member] : undefined;
      if (rule === undefined) found.push(memberOf('', member));
      else if (rule !== true) addInside(found, member, unknownMembers(value[member] as Json, rule));
    }
  }
  return found;
}

function addInside(found: string[], member: string, inside: readonly string[]): void {
  for (const pointer of inside) found.push(memberOf('', member) + pointer);
}
