// Which members of a record its format does not document. They are kept with the record, and lost when it becomes another's.

import { isObject } from './checker.ts';
import { memberOf } from './pointer.ts';
import type { Json } from './record.ts';
import type { Known } from './format-rules.ts';

/** Pointers to the undocumented members, the outermost only. */
export function unknownMembers(value: Json, known: Known): string[] {
  const found: string[] = [];
  collect(value, known, { path: '', found });
  return found;
}

function collect(value: Json, known: Known, { path, found }: { path: string; found: string[] }): void {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) collect(value[index] as Json, known, { path: `${path}/${index}`, found });
  } else if (isObject(value)) {
    for (const member in value) {
      const rule = Object.hasOwn(known, member) ? known[member] : undefined;
      if (rule === undefined) found.push(memberOf(path, member));
      else if (rule !== true) collect(value[member] as Json, rule, { path: memberOf(path, member), found });
    }
  }
}
