// A list of objects that have ids, such as addresses: each entry is checked, and no id may stand twice.

import { isObject, kindOf } from './checker.ts';
import type { Checker } from './checker.ts';
import type { JsonObject } from './record.ts';

export interface ListRule {
  readonly member: string;
  /** Pointer to the object that holds the list. */
  readonly path: string;
  readonly id: string;
  /** Members that, with the id, tell entries apart; none where the id alone does. */
  readonly apartBy?: readonly string[];
  readonly isRequired: boolean;
  readonly item: (check: Checker, item: JsonObject, path: string) => void;
}

export function checkList(check: Checker, owner: JsonObject, rule: ListRule): void {
  const { member, path, id, isRequired, item: checkItem } = rule;
  const list = owner[member];
  const place = { owner, member, path };
  if (list === undefined || list === null) return check.missing(place, isRequired);
  if (!Array.isArray(list)) return check.wrongType(place, 'an array');
  const ids = list.length > 1 ? new Set<string>() : null;
  for (let index = 0; index < list.length; index += 1) {
    const itemPath = `${path}/${member}/${index}`;
    const item = list[index];
    if (!isObject(item)) {
      const code = item === null ? 'null_not_allowed' : 'type_wrong';
      check.add(code, itemPath, `An entry of "${member}" must be an object, not ${kindOf(item)}.`);
      continue;
    }
    const itemId = check.id(item, id, itemPath);
    if (ids && itemId !== undefined && ids.size === ids.add(keyOf(item, itemId, rule)).size) {
      check.add('id_repeated', `${itemPath}/${id}`, `Another entry of "${member}" has the same "${id}".`);
    }
    checkItem(check, item, itemPath);
    check.time(item, 'createdAt', itemPath, false);
    check.time(item, 'updatedAt', itemPath, false);
  }
}

function keyOf(item: JsonObject, id: string, { apartBy }: ListRule): string {
  return apartBy ? JSON.stringify([id, ...apartBy.map((member) => item[member])]) : id;
}

/** An address, in Wasabi's members, which are the registry's too. */
export function checkAddress(check: Checker, address: JsonObject, path: string): void {
  check.text(address, 'line1', path, true);
  check.text(address, 'line2', path, false);
  check.text(address, 'city', path, true);
  check.text(address, 'province', path, false);
  check.text(address, 'zipCode', path, true);
  check.country(address, 'countryCode', path);
}
