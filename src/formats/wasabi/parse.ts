// Wasabi's import events: which are valid, and every fault of those that are not (wasabi-customers.txt; formats.md, "Wasabi").
// Where the document's schema and prose disagree, the schema wins.

import { Checker, isObject, kindOf } from '../checker.ts';
import { ENVELOPE_MEMBERS, WASABI_MEMBERS } from './schema.ts';
import { checkAddress, checkList } from '../list.ts';
import { inOrder, isInOrder } from '../members.ts';
import type { Checked } from '../checked.ts';
import type { CheckOptions } from '../checker.ts';
import type { Json, JsonObject, RecordType } from '../record.ts';
import type { ListRule } from '../list.ts';

const ACTIONS = ['CREATED', 'UPDATED'] as const;
const STATUSES = ['ACTIVE', 'DELETED'] as const;

/** Checks one event. Null is allowed nowhere. */
export function checkWasabi(value: Json, _recordType: RecordType, options: Omit<CheckOptions, 'allowsNull'>): Checked {
  const check = new Checker({ ...options, allowsNull: false });
  if (!isObject(value)) {
    check.add('type_wrong', '', `An event must be an object, not ${kindOf(value)}.`);
    return { check };
  }
  checkEnvelope(check, value);
  const { body } = value;
  if (!isObject(body)) {
    if (body === undefined || body === null) check.missing({ owner: value, member: 'body', path: '' }, true);
    else check.wrongType({ owner: value, member: 'body', path: '' }, 'an object');
    return { check };
  }
  const sourceId = check.id(body, 'customerId', '/body');
  const versionTime = checkBody(check, body);
  if (sourceId === undefined) return { check };
  return {
    check,
    sourceId,
    value,
    sourceKey: sourceId,
    versionTime: versionTime ?? null,
    isDeleted: body['status'] === 'DELETED',
    canonicalOf: (plain) => canonicalOf(value, body, plain),
  };
}

function checkEnvelope(check: Checker, event: JsonObject): void {
  const { eventType, eventAction, version } = event;
  if (eventType !== 'CUSTOMER') checkEventType(check, event);
  if (eventAction === undefined || eventAction === null) check.missing({ owner: event, member: 'eventAction', path: '' }, true);
  else check.word(event, 'eventAction', '', ACTIONS);
  if (version === 1) return;
  if (version === undefined || version === null) check.missing({ owner: event, member: 'version', path: '' }, true);
  else if (typeof version === 'number')
    check.add('version_unsupported', '/version', `"version" must be 1; other schema versions are not known.`);
  else if (version === '1' || version === '1.0') {
    check.mend({ owner: event, member: 'version', path: '' }, 'type_wrong', {
      message: '"version" must be a number, without quotes.',
      value: 1,
    });
  } else check.wrongType({ owner: event, member: 'version', path: '' }, 'the number 1');
}

function checkEventType(check: Checker, event: JsonObject): void {
  const type = check.text(event, 'eventType', '', true);
  if (type === undefined) return;
  const place = { owner: event, member: 'eventType', path: '' };
  const message = `"eventType" must be "CUSTOMER"${/^\w{1,40}$/.test(type) ? `; events of the type "${type}" are not taken here` : ''}.`;
  if (type.trim().toUpperCase() === 'CUSTOMER') check.mend(place, 'event_type_unsupported', { message, value: 'CUSTOMER' });
  else check.add('event_type_unsupported', '/eventType', message);
}

function checkBody(check: Checker, body: JsonObject): string | undefined {
  check.birthDate(body, 'dateOfBirth', '/body', 'customer');
  check.word(body, 'status', '/body', STATUSES);
  check.boolean(body, 'marketingOptIn', '/body');
  check.boolean(body, 'smsOptIn', '/body');
  checkList(check, body, DEPENDENTS);
  checkList(check, body, ADDRESSES);
  const createdAt = check.time(body, 'createdAt', '/body', true);
  const updatedAt = check.versionTime(body, 'updatedAt', '/body', true);
  if (createdAt !== undefined && updatedAt !== undefined && createdAt > updatedAt) check.add('created_after_updated', '/body/createdAt');
  return updatedAt;
}

const DEPENDENTS: ListRule = { member: 'dependents', path: '/body', id: 'dependentId', isRequired: false, item: checkDependent };
const ADDRESSES: ListRule = { member: 'addresses', path: '/body', id: 'addressId', isRequired: true, item: checkAddress };

function checkDependent(check: Checker, dependent: JsonObject, path: string): void {
  if (dependent['dateOfBirth'] === undefined) {
    check.add(
      'required_missing',
      `${path}/dateOfBirth`,
      `"dateOfBirth" is required for a dependent: the document's schema says so, though its prose calls it optional.`,
    );
  } else check.birthDate(dependent, 'dateOfBirth', path, 'dependent');
  check.text(dependent, 'type', path, true);
}

/** Before the body of an event whose members stand in documented order; `UPDATED` is as long as `CREATED`. */
const HEAD_LENGTH = '{"eventType":"CUSTOMER","eventAction":"CREATED","version":1,"body":'.length;

/** What two events must share to state the same: the body and unknown members of the envelope, but not the action. */
function canonicalOf(event: JsonObject, body: JsonObject, plain?: string): string {
  const isEnvelopeAlone = isInOrder(event, ENVELOPE_MEMBERS);
  if (!isBodyInOrder(body)) return JSON.stringify(inOrder(body, WASABI_MEMBERS)) + unknownOf(event);
  if (isEnvelopeAlone && plain !== undefined) return plain.slice(HEAD_LENGTH, -1);
  return JSON.stringify(body) + unknownOf(event);
}

function unknownOf(event: JsonObject): string {
  const unknown = Object.entries(event).filter(([member]) => !ENVELOPE_MEMBERS.has(member));
  return unknown.length === 0 ? '' : JSON.stringify(inOrder(Object.fromEntries(unknown), WASABI_MEMBERS));
}

function isBodyInOrder(body: JsonObject): boolean {
  const { dependents, addresses } = body;
  return isInOrder(body, WASABI_MEMBERS) && areInOrder(dependents) && areInOrder(addresses);
}

function areInOrder(list: Json | undefined): boolean {
  return !Array.isArray(list) || list.every((item) => isInOrder(item as JsonObject, WASABI_MEMBERS));
}
