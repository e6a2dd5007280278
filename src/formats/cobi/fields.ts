// What a Cobi customer states, in the registry's terms: the mapping as data (formats.md, "Between formats").

import { isUuid } from '../uuid.ts';
import { normalizeTime } from '../date.ts';
import { onlyOne, ownIdentifier, renamed, reversed } from '../portrait.ts';
import type { FieldPointers, Portrait, PortraitIds } from '../portrait.ts';
import type { Brief, JsonObject, Statement } from '../record.ts';

/** Cobi's member → the statement's, for values that are taken as they are; null states nothing. */
export const COBI_FIELDS = [
  ['birthdate', 'birthDate'],
  ['institute_id', 'instituteId'],
  ['course_id', 'courseId'],
  ['region', 'country'],
  ['gender', 'gender'],
] as const;

const NAMES = [...COBI_FIELDS, ['created', 'createdAt'], ['updated', 'updatedAt']] as const;
const NAMES_BACK = reversed(NAMES);

/** Where a Cobi customer holds each field. */
export const cobiPointers: FieldPointers = {
  birthDate: '/birthdate',
  gender: '/gender',
  country: '/region',
  instituteId: '/institute_id',
  courseId: '/course_id',
  marketing: null,
  sms: null,
  dependents: null,
  addresses: null,
  status: '/is_deleted',
  createdAt: '/created',
  updatedAt: '/updated',
};

export function cobiStatement(value: JsonObject): Statement {
  const statement: Statement = {
    dependents: [],
    addresses: [],
    identifiers: [
      { type: 'customer_id', id: value['customer_id'] as string },
      { type: 'user_id', id: value['user_id'] as string },
    ],
  };
  for (const [from, to] of COBI_FIELDS) {
    const stated = value[from];
    if (typeof stated === 'string') statement[to] = stated;
  }
  const createdAt = timeOf(value['created']);
  const updatedAt = timeOf(value['updated']);
  if (createdAt) statement.createdAt = createdAt;
  if (updatedAt) statement.updatedAt = updatedAt;
  return statement;
}

/** The second id and the references: Cobi's customers state no opt-in. */
export function cobiBrief(value: JsonObject): Brief {
  const { user_id: secondId, institute_id: instituteId, course_id: courseId } = value as Record<string, string>;
  return {
    ...(secondId !== undefined && { secondId }),
    ...(typeof instituteId === 'string' && { instituteId }),
    ...(typeof courseId === 'string' && { courseId }),
  };
}

function timeOf(value: unknown): string | null {
  return typeof value === 'string' ? normalizeTime(value) : null;
}

export function cobiPortrait(value: JsonObject): Portrait {
  const identifiers = (['customer_id', 'user_id'] as const).map((type) => {
    return { source: 'cobi', type, id: value[type] as string, pointer: `/${type}` };
  });
  return { identifiers, isDeleted: value['is_deleted'] === true, ...renamed<Partial<Portrait>>(value, NAMES) };
}

/** The person as a Cobi customer; ids that it lacks are stood in for. Without any country there can be none. */
export function composeCobi(portrait: Portrait, { standIn }: PortraitIds): JsonObject | string {
  if (portrait.country === undefined) {
    return 'The record states no country, neither itself nor in an address, and Cobi requires one as "region".';
  }
  const { identifiers, isDeleted } = portrait;
  const found = ownIdentifier(portrait, 'customer_id', 'customerId');
  const own = found && isUuid(found.id) ? found : undefined;
  const user = onlyOne(identifiers, 'user_id');
  const customer = withUuids(renamed<Record<string, string>>(portrait, NAMES_BACK));
  const userId = own && user ? user.id : standIn();
  const ids = { customer_id: own?.id ?? userId, user_id: userId };
  return { ...ids, ...customer, is_deleted: isDeleted };
}

/** The customer without references that are no UUIDs, which other formats allow and Cobi does not. */
function withUuids(customer: Record<string, string>): Record<string, string> {
  const broken = ['institute_id', 'course_id'].filter((member) => customer[member] !== undefined && !isUuid(customer[member]));
  if (broken.length === 0) return customer;
  return Object.fromEntries(Object.entries(customer).filter(([member]) => !broken.includes(member)));
}
