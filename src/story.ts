// The story that `clientele demo` and the console's first page tell: who sends what, and why. Records are the source documents' examples, or of invented people.

/** One request of the story. */
export interface Chapter {
  readonly title: string;
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

/** The Cobi document's own example; the Wasabi subscriber has the same id, so that both become one customer. */
export const STUDENT_ID = '550e8400-e29b-41d4-a716-446655440000';

const STUDENT = {
  customer_id: STUDENT_ID,
  user_id: '550e8400-e29b-41d4-a716-446655440001',
  birthdate: '1990-01-01',
  institute_id: '550e8400-e29b-41d4-a716-446655440002',
  course_id: '550e8400-e29b-41d4-a716-446655440003',
  region: 'CA',
  gender: 'MALE',
  created: '2023-01-15T14:30:00Z',
  updated: '2023-06-22T09:15:30Z',
  is_deleted: false,
};

const INSTITUTE = { institute_id: STUDENT.institute_id, name: 'Northern Example College', region: 'CA' };

const HOME = { addressId: 'home', line1: '12 Sample Street', city: 'Exampleton', zipCode: 'K1A 0B1', countryCode: 'CA' };
const CAT = { dependentId: 'cat-1', dateOfBirth: '2021-05-04', type: 'cat' };

const SUBSCRIBER = {
  customerId: STUDENT_ID,
  status: 'ACTIVE',
  marketingOptIn: true,
  smsOptIn: false,
  dependents: [CAT],
  addresses: [HOME],
  createdAt: '2023-08-01T08:00:00Z',
  updatedAt: '2023-08-01T08:00:00Z',
};

const MOVED = {
  ...SUBSCRIBER,
  addresses: [{ ...HOME, city: 'Newtown', countryCode: 'GB', zipCode: 'N1 1AA' }],
  updatedAt: '2024-03-09T17:20:00.123456Z',
};
const LATE = { ...SUBSCRIBER, marketingOptIn: false, updatedAt: '2023-07-01T08:00:00Z', createdAt: '2023-07-01T08:00:00Z' };

/** One event that anybody can send, and send again. */
export const FIRST_EVENT = event({
  customerId: 'first-steps',
  status: 'ACTIVE',
  addresses: [HOME],
  createdAt: SUBSCRIBER.createdAt,
  updatedAt: SUBSCRIBER.updatedAt,
});

const FAULTY = [
  event({ ...SUBSCRIBER, customerId: 'demo-1', addresses: [{ ...HOME, countryCode: 'UK' }] }),
  event({ ...SUBSCRIBER, customerId: 'demo-2', dependents: [{ ...CAT, dateOfBirth: '2023-02-30' }] }),
  event({ ...SUBSCRIBER, customerId: 'demo-3', smsOptIn: 'true' }),
  { ...event({ ...SUBSCRIBER, customerId: 'demo-4' }), eventType: 'PET' },
];

/** The requests in their order. */
export const STORY: readonly Chapter[] = [
  cobi('Cobi sends a student, the example of its document; her institute and course are not known yet', 'customers', STUDENT),
  cobi('Cobi sends the institute', 'institutes', INSTITUTE),
  wasabi('Wasabi sends a subscriber with the same id: one person, so one customer', event(SUBSCRIBER)),
  wasabi('The subscriber has moved', event(MOVED, 'UPDATED')),
  wasabi('The same event again', event(MOVED, 'UPDATED')),
  wasabi('An older event comes late: kept in history, nothing else changes', event(LATE)),
  wasabi('Four events with faults, beside nothing else', ...FAULTY),
];

/** The VoIPBin document's example, cut to what names it: an organization, not a person. */
export const ORGANIZATION = {
  id: '5e4a0680-804e-11ec-8477-2fea5968d85b',
  username: 'admin',
  name: 'admin',
  detail: 'admin account',
  webhook_method: 'POST',
};

function event(body: object, eventAction = 'CREATED'): object {
  return { eventType: 'CUSTOMER', eventAction, version: 1, body };
}

function cobi(title: string, type: string, record: object): Chapter {
  return { title, path: `/cobi/v1/data/${type}`, contentType: 'application/json', body: JSON.stringify({ records: [record] }) };
}

function wasabi(title: string, ...events: object[]): Chapter {
  const body = events.map((one) => `${JSON.stringify(one)}\n`).join('');
  return { title, path: '/wasabi/events', contentType: 'application/x-ndjson', body };
}
