// Arbitrary valid records as their senders may write them: members in any order, absent or null where that is allowed, times in
// every spelling, members of the sender's own with numbers and texts of every kind.

import fc from 'fast-check';

const DAY_MS = 86_400_000;
const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(2025, 11, 30);

/** Text that can be kept: well-formed and without U+0000. */
export const keepableText = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replaceAll('\u0000', ''));

/** JSON texts of unknown members; numbers that a double holds, in spellings of their own. */
const ownValue = fc.oneof(
  keepableText.map((text) => JSON.stringify(text)),
  fc.constantFrom('1.0', '-0', '1e2', '0.10', 'null', 'true', '[]', '{}', '{"b":1,"a":[null,1.50]}', '"\\u00e9\\/"'),
);

const id = fc.oneof(
  fc.uuid({ version: 4 }),
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .map((text) => text.trim())
    .filter((text) => text !== ''),
);

const uuid = fc.oneof(
  fc.uuid(),
  fc.uuid().map((text) => text.toUpperCase()),
);

const country = fc.constantFrom('CA', 'GB', 'DE', 'JP', 'US', 'XK');

const birthDate = fc.integer({ min: 0, max: (LATEST - EARLIEST) / DAY_MS }).map((days) => {
  return new Date(EARLIEST + days * DAY_MS).toISOString().slice(0, 10);
});

const fraction = fc.oneof(
  fc.constant(''),
  fc.integer({ min: 1, max: 8 }).map((digits) => `.${'123456789'.slice(0, digits)}`),
);
const zone = fc.constantFrom('Z', 'z', '+00:00', '-00:00', '+05:30', '-08:00', '+14:00');

/** A date-time before the present of the tests, in any spelling of RFC 3339. */
export const time = fc.tuple(fc.integer({ min: 0, max: LATEST - EARLIEST }), fraction, zone).map(([ms, decimals, offset]) => {
  return `${new Date(EARLIEST + ms).toISOString().slice(0, 19)}${decimals}${offset}`;
});

type Members = Record<string, fc.Arbitrary<string>>;

const text = (values: fc.Arbitrary<string>): fc.Arbitrary<string> => values.map((value) => JSON.stringify(value));
const boolean = fc.boolean().map(String);
const list = (items: fc.Arbitrary<string>, idMember: string): fc.Arbitrary<string> => {
  const idOf = (item: string): string => (JSON.parse(item) as Record<string, string>)[idMember] as string;
  return fc.uniqueArray(items, { maxLength: 3, selector: idOf }).map((some) => `[${some.join(',')}]`);
};

/** An object with every required member and any of the optional ones, in any order. */
function written(required: Members, optional: Members): fc.Arbitrary<string> {
  const members = [...Object.entries(required), ...Object.entries(optional)];
  const spelled = fc.tuple(...members.map(([name, value]) => value.map((given) => `${JSON.stringify(name)}:${given}`)));
  const chosen = fc.shuffledSubarray(Object.keys(optional).map((_, index) => Object.keys(required).length + index));
  return fc.tuple(spelled, chosen, fc.infiniteStream(fc.nat())).map(([all, some, places]) => {
    const indexes = Object.keys(required).map((_, index) => index);
    for (const index of some) indexes.splice((places.next().value as number) % (indexes.length + 1), 0, index);
    return `{${indexes.map((index) => all[index]).join(',')}}`;
  });
}

const orNull = (values: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.option(values, { nil: 'null', freq: 4 });
const own: Members = { own: ownValue, 'an/other~': ownValue };
const ownTimes: Members = { createdAt: text(time), updatedAt: text(time) };

export const cobiText = written(
  { customer_id: text(uuid), user_id: text(uuid), region: text(country) },
  {
    birthdate: orNull(text(birthDate)),
    institute_id: orNull(text(uuid)),
    course_id: orNull(text(uuid)),
    gender: orNull(text(keepableText)),
    created: orNull(text(time)),
    updated: orNull(text(time)),
    is_deleted: orNull(boolean),
    ...own,
  },
);

const dependentText = written({ dependentId: text(id), dateOfBirth: text(birthDate), type: text(keepableText) }, { ...ownTimes, ...own });

const addressText = written(
  { addressId: text(id), line1: text(keepableText), city: text(keepableText), zipCode: text(keepableText), countryCode: text(country) },
  { line2: text(keepableText), province: text(keepableText), ...ownTimes, ...own },
);

const bodyText = written(
  { customerId: text(id), addresses: list(addressText, 'addressId'), ...ownTimes },
  {
    dateOfBirth: text(birthDate),
    status: text(fc.constantFrom('ACTIVE', 'DELETED')),
    marketingOptIn: boolean,
    smsOptIn: boolean,
    dependents: list(dependentText, 'dependentId'),
    ...own,
  },
);

export const wasabiText = written(
  {
    eventType: fc.constant('"CUSTOMER"'),
    eventAction: text(fc.constantFrom('CREATED', 'UPDATED')),
    version: fc.constantFrom('1', '1.0', '10e-1'),
    body: bodyText,
  },
  own,
);
