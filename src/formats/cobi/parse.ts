// Cobi's records: which are valid, and every fault of those that are not (cobi-customer-model.txt; formats.md, "Cobi").

import { Checker, isObject, kindOf } from '../checker.ts';
import { COBI_ID, COBI_MEMBERS } from './schema.ts';
import { inOrder, isInOrder } from '../members.ts';
import type { CheckOptions } from '../checker.ts';
import type { Json, JsonObject, RecordType } from '../record.ts';
import type { Checked } from '../checked.ts';

/** Checks one Cobi record of the type. Null means "not known" for every optional member. */
export function checkCobi(value: Json, recordType: RecordType, options: Omit<CheckOptions, 'allowsNull'>): Checked {
  const check = new Checker({ ...options, allowsNull: true });
  if (!isObject(value)) {
    check.add('type_wrong', '', `A record must be an object, not ${kindOf(value)}.`);
    return { check };
  }
  const sourceId = check.uuid(value, COBI_ID[recordType], true);
  const versionTime = CHECKS[recordType](check, value);
  check.time(value, 'created', '', false);
  check.boolean(value, 'is_deleted', '');
  if (sourceId === undefined) return { check };
  return {
    check,
    sourceId,
    value,
    sourceKey: sourceId.toLowerCase(),
    versionTime: versionTime ?? null,
    isDeleted: value['is_deleted'] === true,
    canonicalOf: (plain) => canonicalOf(value, plain),
  };
}

type Check = (check: Checker, value: JsonObject) => string | undefined;

const CHECKS: Record<RecordType, Check> = { customer: checkCustomer, institute: checkInstitute, course: checkCourse };

function checkCustomer(check: Checker, value: JsonObject): string | undefined {
  check.uuid(value, 'user_id', true);
  check.birthDate(value, 'birthdate', '', 'customer');
  check.uuid(value, 'institute_id', false);
  check.uuid(value, 'course_id', false);
  check.country(value, 'region', '');
  check.text(value, 'gender', '', false);
  return check.versionTime(value, 'updated', '', false);
}

function checkInstitute(check: Checker, value: JsonObject): string | undefined {
  check.text(value, 'name', '', true);
  check.country(value, 'region', '');
  return check.versionTime(value, 'updated', '', false);
}

function checkCourse(check: Checker, value: JsonObject): string | undefined {
  check.text(value, 'name', '', true);
  return check.versionTime(value, 'updated', '', false);
}

function canonicalOf(value: JsonObject, plain?: string): string {
  if (!isInOrder(value, COBI_MEMBERS)) return JSON.stringify(inOrder(value, COBI_MEMBERS));
  return plain ?? JSON.stringify(value);
}
