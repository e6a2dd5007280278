// A Wasabi event to and from a person on the way between formats (formats.md, "Between formats").

import { normalizeTime } from '../date.ts';
import { ownIdentifier, renamed, reversed } from '../portrait.ts';
import type { FieldPointers, Names, Portrait, PortraitAddress, PortraitDependent, PortraitIds } from '../portrait.ts';
import type { JsonObject, Statement } from '../record.ts';

const TIMES: Names = [
  ['createdAt', 'createdAt'],
  ['updatedAt', 'updatedAt'],
];

const OPT_INS: Names = [
  ['marketingOptIn', 'marketing'],
  ['smsOptIn', 'sms'],
];

const DEPENDENT: Names = [['dependentId', 'dependentId'], ['dateOfBirth', 'birthDate'], ['type', 'type'], ...TIMES];

const ADDRESS: Names = [
  ...['addressId', 'line1', 'line2', 'city', 'province', 'zipCode', 'countryCode'].map((member) => [member, member] as const),
  ...TIMES,
];

const SCALARS: Names = [['dateOfBirth', 'birthDate'], ...OPT_INS, ...TIMES];
const OPT_INS_BACK = reversed(OPT_INS);
const DEPENDENT_BACK = reversed(DEPENDENT);

/** Where an event holds each field. The country is that of the latest address. */
export const wasabiPointers: FieldPointers = {
  birthDate: '/body/dateOfBirth',
  gender: null,
  country: '/body/addresses',
  instituteId: null,
  courseId: null,
  marketing: '/body/marketingOptIn',
  sms: '/body/smsOptIn',
  dependents: '/body/dependents',
  addresses: '/body/addresses',
  status: '/body/status',
  createdAt: '/body/createdAt',
  updatedAt: '/body/updatedAt',
};

export function wasabiPortrait(event: JsonObject, statement: () => Statement): Portrait {
  const body = event['body'] as JsonObject;
  const lists = { dependents: body['dependents'] as JsonObject[] | undefined, addresses: body['addresses'] as JsonObject[] };
  // Which address is the latest is asked only where there are several: a statement normalises every time.
  const country = lists.addresses.length > 1 ? statement().country : (lists.addresses[0]?.['countryCode'] as string | undefined);
  return {
    identifiers: [{ source: 'wasabi', type: 'customerId', id: body['customerId'] as string, pointer: '/body/customerId' }],
    isDeleted: body['status'] === 'DELETED',
    ...renamed<Partial<Portrait>>(body, SCALARS),
    ...(country !== undefined && { country }),
    ...(lists.dependents && { dependents: lists.dependents.map((dependent) => renamed<PortraitDependent>(dependent, DEPENDENT)) }),
    addresses: lists.addresses.map((address) => renamed<PortraitAddress>(address, ADDRESS)),
  };
}

/** The person as the event that would create it. Times that it lacks are those of the receipt. */
export function composeWasabi(portrait: Portrait, { standIn, receivedAt }: PortraitIds): JsonObject {
  const { isDeleted, dependents, addresses = [] } = portrait;
  const own = ownIdentifier(portrait, 'customerId', 'customer_id');
  const body = {
    customerId: own?.id ?? standIn(),
    ...(portrait.birthDate !== undefined && { dateOfBirth: portrait.birthDate }),
    status: isDeleted ? 'DELETED' : 'ACTIVE',
    ...renamed<JsonObject>(portrait, OPT_INS_BACK),
    ...(dependents && {
      dependents: onePerId(dependents, 'dependentId').map((dependent) => renamed<JsonObject>(dependent, DEPENDENT_BACK)),
    }),
    addresses: onePerId(addresses, 'addressId').map((address) => renamed<JsonObject>(address, ADDRESS)),
    createdAt: portrait.createdAt ?? receivedAt,
    updatedAt: portrait.updatedAt ?? receivedAt,
  };
  return { eventType: 'CUSTOMER', eventAction: 'CREATED', version: 1, body };
}

/** Of entries with one id, which several sources may have, the one last updated: an event may not repeat an id. */
function onePerId<Item extends { updatedAt?: string }>(items: readonly Item[], id: keyof Item): Item[] {
  const latest = new Map<unknown, Item>();
  for (const item of items) {
    const held = latest.get(item[id]);
    if (!held || momentOf(item) >= momentOf(held)) latest.set(item[id], item);
  }
  return items.filter((item) => latest.get(item[id]) === item);
}

function momentOf({ updatedAt }: { updatedAt?: string }): string {
  return updatedAt === undefined ? '' : (normalizeTime(updatedAt) ?? '');
}
