// Records in the registry's own form: which are valid, and every fault of those that are not. A customer as the registry gives it is
// one: null is "not known", and what the registry says of itself is kept and states nothing.

import { Checker, isObject, kindOf } from '../checker.ts';
import { checkAddress, checkList } from '../list.ts';
import { CONSENT_STATES, REGISTRY_MEMBERS, STATUSES } from './schema.ts';
import { inOrder, isInOrderThroughout } from '../members.ts';
import { isUuid } from '../uuid.ts';
import type { Checked } from '../checked.ts';
import type { CheckOptions } from '../checker.ts';
import type { Json, JsonObject, RecordType } from '../record.ts';
import type { ListRule } from '../list.ts';

/** Checks one person. Its source id is `id`, else the first external identifier's. */
export function checkRegistry(value: Json, _recordType: RecordType, options: Omit<CheckOptions, 'allowsNull'>): Checked {
  const check = new Checker({ ...options, allowsNull: true });
  if (!isObject(value)) {
    check.add('type_wrong', '', `A customer must be an object, not ${kindOf(value)}.`);
    return { check };
  }
  const sourceId = checkIds(check, value);
  check.word(value, 'status', '', STATUSES);
  check.birthDate(value, 'birthDate', '', 'customer');
  check.text(value, 'gender', '', false);
  if (isGiven(value['country'])) check.country(value, 'country', '');
  checkEducation(check, value);
  checkConsents(check, value);
  const versionTime = checkTimes(check, value);
  if (sourceId === undefined) return { check };
  return {
    check,
    sourceId,
    value,
    sourceKey: isUuid(sourceId) ? sourceId.toLowerCase() : sourceId,
    versionTime: versionTime ?? null,
    isDeleted: value['status'] === 'deleted',
    canonicalOf: (plain) => canonicalOf(value, plain),
  };
}

function canonicalOf(value: JsonObject, plain?: string): string {
  if (!isInOrderThroughout(value, REGISTRY_MEMBERS)) return JSON.stringify(inOrder(value, REGISTRY_MEMBERS));
  return plain ?? JSON.stringify(value);
}

const IDENTIFIERS = 'externalIdentifiers';

function checkIds(check: Checker, person: JsonObject): string | undefined {
  const list = person[IDENTIFIERS];
  const own = isGiven(person['id']) ? check.id(person, 'id', '') : undefined;
  if (isGiven(list) && !Array.isArray(list)) check.wrongType({ owner: person, member: IDENTIFIERS, path: '' }, 'an array');
  const ids = Array.isArray(list) ? list.map((entry, index) => checkIdentifier(check, entry, `/${IDENTIFIERS}/${index}`)) : [];
  if (isGiven(person['id']) || ids.length > 0) return own ?? ids[0];
  check.add('required_missing', '/id', `"id" is required, or an entry in "${IDENTIFIERS}".`);
  return undefined;
}

function checkIdentifier(check: Checker, entry: Json, path: string): string | undefined {
  if (!isObject(entry)) {
    check.add('type_wrong', path, `An entry of "${IDENTIFIERS}" must be an object, not ${kindOf(entry)}.`);
    return undefined;
  }
  check.text(entry, 'source', path, true);
  check.text(entry, 'type', path, true);
  return check.id(entry, 'id', path);
}

function checkEducation(check: Checker, person: JsonObject): void {
  const education = objectIn(check, person, 'education', '');
  if (!education) return;
  for (const member of ['instituteId', 'courseId']) if (isGiven(education[member])) check.id(education, member, '/education');
}

function checkConsents(check: Checker, person: JsonObject): void {
  const consents = objectIn(check, person, 'consents', '');
  if (!consents) return;
  for (const channel of ['marketing', 'sms']) {
    const consent = objectIn(check, consents, channel, '/consents');
    if (!consent) continue;
    const path = `/consents/${channel}`;
    if (isGiven(consent['state'])) check.word(consent, 'state', path, CONSENT_STATES);
    else check.missing({ owner: consent, member: 'state', path }, true);
  }
}

/** A customer unites what several records state, each with ids of its own. */
const LIST = { path: '', apartBy: ['source', 'sourceId'], isRequired: false } as const;
const DEPENDENTS: ListRule = { ...LIST, member: 'dependents', id: 'dependentId', item: checkDependent };
const ADDRESSES: ListRule = { ...LIST, member: 'addresses', id: 'addressId', item: checkAddress };

/** Lists and times together: an entry without times has its person's, so that one of the two must state them. */
function checkTimes(check: Checker, person: JsonObject): string | undefined {
  for (const rule of [DEPENDENTS, ADDRESSES]) {
    checkList(check, person, rule);
    for (const time of ['createdAt', 'updatedAt']) if (!isGiven(person[time])) requireTime(check, person, rule.member, time);
  }
  const createdAt = check.time(person, 'createdAt', '', false);
  const updatedAt = check.versionTime(person, 'updatedAt', '', false);
  if (createdAt !== undefined && updatedAt !== undefined && createdAt > updatedAt) check.add('created_after_updated', '/createdAt');
  return updatedAt;
}

function requireTime(check: Checker, person: JsonObject, member: string, time: string): void {
  const list = person[member];
  if (!Array.isArray(list)) return;
  for (const [index, item] of list.entries()) {
    if (!isObject(item) || isGiven(item[time])) continue;
    check.add('required_missing', `/${member}/${index}/${time}`, `"${time}" is required where the customer itself states none.`);
  }
}

function checkDependent(check: Checker, dependent: JsonObject, path: string): void {
  if (isGiven(dependent['birthDate'])) check.birthDate(dependent, 'birthDate', path, 'dependent');
  else check.missing({ owner: dependent, member: 'birthDate', path }, true);
  check.text(dependent, 'type', path, true);
}

function objectIn(check: Checker, owner: JsonObject, member: string, path: string): JsonObject | undefined {
  const value = owner[member];
  if (!isGiven(value)) return undefined;
  if (isObject(value)) return value;
  check.wrongType({ owner, member, path }, 'an object');
  return undefined;
}

function isGiven(value: Json | undefined): boolean {
  return value !== undefined && value !== null;
}
