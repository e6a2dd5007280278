// Which members of a record its format does not document. They are kept with the record, and lost when it becomes another's.

import { isObject } from './checker.ts';
import { memberOf } from './pointer.ts';
import type { Json } from './record.ts';
import type { Known } from './format-rules.ts';

/** Pointers to the undocumented members, the outermost only. */
export function unknownMembers(value: Json, known: Known, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => unknownMembers(item, known, `${path}/${index}`));
  if (!isObject(value)) return [];
  return Object.keys(value).flatMap((member) => {
    const pointer = memberOf(path, member);
    const rule = Object.hasOwn(known, member) ? known[member] : undefined;
    if (rule === undefined) return [pointer];
    return rule === true ? [] : unknownMembers(value[member] as Json, rule, pointer);
  });
}
