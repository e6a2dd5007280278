// Cobi customers as a student platform sends them: UUIDs, a sensible number of institutes and courses, null where not known.

import { personOf, STREAM } from './person.ts';
import { randomOf } from './random.ts';
import type { JsonObject } from '../../formats/record.ts';
import type { Subject } from './person.ts';
import type { Random } from './random.ts';

const GENDERS = ['MALE', 'FEMALE', 'FEMALE', 'MALE', 'NON_BINARY', 'female', 'PREFER_NOT_TO_SAY'];
const INSTITUTES = 120;
const COURSES_PER_INSTITUTE = 12;
/** Persons count from 0, so that no person's stream is that of the institutes. */
const CAMPUS = -1;

/** One record of the Cobi customer model. */
export function cobiCustomer(subject: Subject): JsonObject {
  const person = personOf(subject);
  const random = randomOf(subject.seed, subject.person, STREAM.cobi);
  const revision = randomOf(subject.seed, subject.person, STREAM.revision + subject.revision);
  const record: JsonObject = { customer_id: person.uuid, user_id: random.uuid() };
  take(record, 'birthdate', person.birthDate, random);
  takeEducation(record, subject.seed, revision, random);
  record['region'] = person.country.code;
  take(record, 'gender', random.pick(GENDERS), random);
  take(record, 'created', person.createdAt, random);
  record['updated'] = person.updatedAt;
  take(record, 'is_deleted', revision.chance(0.02), random);
  if (random.chance(0.04)) record['cohort'] = `${2017 + random.below(8)}-${random.pick(['A', 'B'])}`;
  return record;
}

/** Stated, null or absent: three things that a reader must keep apart. */
function take(record: JsonObject, member: string, value: string | boolean, random: Random): void {
  const at = random.next();
  if (at < 0.9) record[member] = value;
  else if (at < 0.96) record[member] = null;
}

/** Students change courses: drawn anew for each revision, within an institute that stays. */
function takeEducation(record: JsonObject, seed: number, revision: Random, random: Random): void {
  const institute = random.below(INSTITUTES);
  const course = INSTITUTES + institute * COURSES_PER_INSTITUTE + revision.below(COURSES_PER_INSTITUTE);
  take(record, 'institute_id', randomOf(seed, CAMPUS, institute).uuid(), random);
  take(record, 'course_id', randomOf(seed, CAMPUS, course).uuid(), random);
}
