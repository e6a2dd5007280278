// Records of nobody, to try the page with; each has something to find.

const COBI = {
  customer_id: '550e8400-e29b-41d4-a716-446655440000',
  user_id: '550e8400-e29b-41d4-a716-446655440001',
  birthdate: '1990-1-5',
  institute_id: '550e8400-e29b-41d4-a716-446655440002',
  course_id: null,
  region: 'UK',
  gender: 'FEMALE',
  created: '2023-01-15T14:30:00Z',
  updated: '2023-06-22T09:15:30Z',
  is_deleted: false,
};

const WASABI = {
  eventType: 'CUSTOMER',
  eventAction: 'CREATED',
  version: 1,
  body: {
    customerId: 'sample-1',
    status: 'ACTIVE',
    marketingOptIn: true,
    dateOfBirth: '1985-12-24',
    dependents: [{ dependentId: 'cat-1', dateOfBirth: '2021-05-04', type: 'cat' }],
    addresses: [{ addressId: 'home', line1: '12 Sample Street', city: 'Exampleton', zipCode: 'K1A 0B1', countryCode: 'CA' }],
    createdAt: '2023-08-01T08:00:00Z',
    updatedAt: '2024-03-09T17:20:00.123456Z',
  },
};

export const EXAMPLES = [
  { name: 'Cobi', text: JSON.stringify(COBI, null, 2) },
  { name: 'Wasabi', text: JSON.stringify(WASABI, null, 2) },
] as const;
