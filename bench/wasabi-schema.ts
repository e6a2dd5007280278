// The Wasabi document's own schema, as data: what the bare service validates with.

const DATE = { type: 'string', format: 'date' };
const DATE_TIME = { type: 'string', format: 'date-time' };
const TEXT = { type: 'string' };

const DEPENDENT = {
  type: 'object',
  properties: { dependentId: TEXT, dateOfBirth: DATE, type: TEXT, createdAt: DATE_TIME, updatedAt: DATE_TIME },
  required: ['dependentId', 'dateOfBirth', 'type'],
};

const ADDRESS = {
  type: 'object',
  properties: {
    addressId: TEXT,
    line1: TEXT,
    line2: TEXT,
    city: TEXT,
    province: TEXT,
    zipCode: TEXT,
    countryCode: TEXT,
    createdAt: DATE_TIME,
    updatedAt: DATE_TIME,
  },
  required: ['addressId', 'line1', 'city', 'zipCode', 'countryCode'],
};

const BODY = {
  type: 'object',
  properties: {
    customerId: TEXT,
    dateOfBirth: DATE,
    status: { type: 'string', enum: ['ACTIVE', 'DELETED'] },
    marketingOptIn: { type: 'boolean' },
    smsOptIn: { type: 'boolean' },
    dependents: { type: 'array', items: DEPENDENT },
    addresses: { type: 'array', items: ADDRESS },
    createdAt: DATE_TIME,
    updatedAt: DATE_TIME,
  },
  required: ['customerId', 'addresses', 'createdAt', 'updatedAt'],
};

export const WASABI_EVENT_SCHEMA = {
  type: 'object',
  properties: {
    eventType: TEXT,
    eventAction: { type: 'string', enum: ['CREATED', 'UPDATED'] },
    version: { type: 'number' },
    body: BODY,
  },
  required: ['eventType', 'eventAction', 'version', 'body'],
};
