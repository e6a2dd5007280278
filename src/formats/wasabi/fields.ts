// What a Wasabi event states, in the registry's terms: the mapping as data (formats.md, "Between formats").

import { latestOf } from '../latest-address.ts';
import { normalizeTime } from '../date.ts';
import type { Address, Dependent, JsonObject, Statement } from '../record.ts';

/** Members of an address that are taken as they are. */
export const ADDRESS_TEXTS = ['addressId', 'line1', 'line2', 'city', 'province', 'zipCode', 'countryCode'] as const;

export function wasabiStatement(event: JsonObject): Statement {
  const body = event['body'] as JsonObject;
  const createdAt = normalizeTime(body['createdAt'] as string) as string;
  const updatedAt = normalizeTime(body['updatedAt'] as string) as string;
  const times = { createdAt, updatedAt };
  const dependents = (body['dependents'] ?? []) as JsonObject[];
  const addresses = (body['addresses'] as JsonObject[]).map((address) => addressOf(address, times));
  const statement: Statement = {
    dependents: dependents.map((dependent) => dependentOf(dependent, times)),
    addresses,
    identifiers: [{ type: 'customerId', id: body['customerId'] as string }],
    createdAt,
    updatedAt,
  };
  const { dateOfBirth, marketingOptIn, smsOptIn } = body;
  if (typeof dateOfBirth === 'string') statement.birthDate = dateOfBirth;
  if (typeof marketingOptIn === 'boolean') statement.marketing = marketingOptIn;
  if (typeof smsOptIn === 'boolean') statement.sms = smsOptIn;
  const latest = latestOf(addresses);
  if (latest) statement.country = latest.countryCode;
  return statement;
}

type Times = { readonly createdAt: string; readonly updatedAt: string };

function addressOf(address: JsonObject, times: Times): Address {
  const texts: Record<string, string> = {};
  for (const member of ADDRESS_TEXTS) {
    const value = address[member];
    if (typeof value === 'string') texts[member] = value;
  }
  return { ...(texts as unknown as Omit<Address, 'createdAt' | 'updatedAt'>), ...timesOf(address, times) };
}

function dependentOf(dependent: JsonObject, times: Times): Dependent {
  return {
    dependentId: dependent['dependentId'] as string,
    birthDate: dependent['dateOfBirth'] as string,
    type: dependent['type'] as string,
    ...timesOf(dependent, times),
  };
}

/** Its own times, else its customer's. */
function timesOf(item: JsonObject, times: Times): Times {
  return {
    createdAt: typeof item['createdAt'] === 'string' ? (normalizeTime(item['createdAt']) as string) : times.createdAt,
    updatedAt: typeof item['updatedAt'] === 'string' ? (normalizeTime(item['updatedAt']) as string) : times.updatedAt,
  };
}
