// Wasabi events as a subscription shop sends them: about 700 bytes, some members absent, an unknown one now and then.

import { birthDateText, dateText, DAY_MS } from './moment.ts';
import { FIRST_REVISION, personOf, STREAM } from './person.ts';
import { placeIn } from './place.ts';
import { randomOf } from './random.ts';
import type { JsonObject } from '../../formats/record.ts';
import type { Person, Subject } from './person.ts';
import type { Random } from './random.ts';

const DEPENDENT_TYPES = ['child', 'child', 'cat', 'dog', 'rabbit', 'partner'];
const TIERS = ['bronze', 'silver', 'gold'];

/** One event of the Wasabi customer import schema. */
export function wasabiEvent(subject: Subject): JsonObject {
  const person = personOf(subject);
  const random = randomOf(subject.seed, subject.person, STREAM.wasabi);
  const body: JsonObject = { customerId: customerIdOf(subject, person.uuid, random) };
  if (random.chance(0.85)) body['dateOfBirth'] = random.chance(0.02) ? birthDateText(random) : person.birthDate;
  takeState(body, randomOf(subject.seed, subject.person, STREAM.revision + subject.revision));
  const dependents = dependentsOf(person, random);
  if (dependents.length > 0 || random.chance(0.2)) body['dependents'] = dependents;
  const moved = randomOf(subject.seed, subject.person, STREAM.address + (subject.revision >> 1));
  body['addresses'] = addressesOf(person, random, moved);
  if (random.chance(0.04)) body['loyaltyTier'] = random.pick(TIERS);
  body['createdAt'] = person.createdAt;
  body['updatedAt'] = person.updatedAt;
  return { eventType: 'CUSTOMER', eventAction: subject.revision > FIRST_REVISION ? 'UPDATED' : 'CREATED', version: 1, body };
}

/**
 * Most shops count their customers; some took over the ids that Cobi uses, so that the two feeds meet. Two people never get one
 * number: the product is a permutation of the 32-bit numbers, and spreads them as if they were drawn.
 */
function customerIdOf({ seed, person }: Subject, uuid: string, random: Random): string {
  const kind = random.next();
  if (kind < 0.3) return uuid;
  if (kind < 0.4) return `WB-${uuid.slice(0, 18)}`;
  return String(100_000_000_000 + (Math.imul(person ^ seed, 0x9e37_79b1) >>> 0) * 20 + random.below(20));
}

function takeState(body: JsonObject, random: Random): void {
  const status = random.next();
  if (status < 0.9) body['status'] = status < 0.02 ? 'DELETED' : 'ACTIVE';
  if (random.chance(0.9)) body['marketingOptIn'] = random.chance(0.6);
  if (random.chance(0.8)) body['smsOptIn'] = random.chance(0.3);
}

function dependentsOf(person: Person, random: Random): JsonObject[] {
  const count = random.chance(0.45) ? 1 + random.below(2) : 0;
  return Array.from({ length: count }, () => {
    const dependent: JsonObject = {
      dependentId: String(100_000_000 + random.below(900_000_000)),
      dateOfBirth: dateText(person.createdMs - random.below(6000) * DAY_MS),
      type: random.pick(DEPENDENT_TYPES),
    };
    if (random.chance(0.7)) takeTimes(dependent, person);
    return dependent;
  });
}

/** The last address changes with every other revision: people move. */
function addressesOf(person: Person, random: Random, moved: Random): JsonObject[] {
  const count = random.next();
  const length = count < 0.05 ? 0 : count < 0.5 ? 1 : 2;
  return Array.from({ length }, (_, at) => {
    const isMoving = at === length - 1;
    const place = placeIn(person.country, isMoving ? moved : random);
    const address: JsonObject = { addressId: String(100_000_000 + random.below(900_000_000)), ...place };
    if (random.chance(0.9)) takeTimes(address, person);
    return address;
  });
}

function takeTimes(item: JsonObject, person: Person): void {
  item['createdAt'] = person.createdAt;
  item['updatedAt'] = person.updatedAt;
}
