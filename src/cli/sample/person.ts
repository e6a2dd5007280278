// One invented person, the same in both formats: a Cobi and a Wasabi sample of one seed hold records of the same people.

import { birthDateText, DAY_MS, pickTimeSpelling, timeText } from './moment.ts';
import { pickCountry } from './place.ts';
import { randomOf } from './random.ts';
import type { Country } from './place.ts';

/** The first revision that a sample writes of a person; lower ones exist only as stale statements that come late. */
export const FIRST_REVISION = 2;
/** So many revisions later a person's version time is still in the past. */
export const REVISIONS_MAX = 200;

const CREATED_FIRST_MS = Date.UTC(2017, 0, 1);
const CREATED_DAYS = 6 * 365;
const REVISION_DAYS = 3;

/** Which statement: of which person of which data set, and the how-manieth. */
export interface Subject {
  readonly seed: number;
  readonly person: number;
  readonly revision: number;
}

export interface Person {
  readonly uuid: string;
  readonly birthDate: string;
  readonly country: Country;
  readonly createdMs: number;
  readonly createdAt: string;
  /** Later for every later revision. */
  readonly updatedAt: string;
}

/** What one stream of randomness is for. Streams of a person never change by what another one draws. */
export const STREAM = { person: 1, cobi: 2, wasabi: 3, revision: 1_000, address: 2_000 } as const;

export function personOf({ seed, person, revision }: Subject): Person {
  const random = randomOf(seed, person, STREAM.person);
  const uuid = random.uuid();
  const createdMs = CREATED_FIRST_MS + random.below(CREATED_DAYS) * DAY_MS + random.below(DAY_MS);
  const updatedMs = createdMs + random.below(60 * DAY_MS) + revision * REVISION_DAYS * DAY_MS;
  const spelling = pickTimeSpelling(random);
  return {
    uuid,
    birthDate: birthDateText(random),
    country: pickCountry(random),
    createdMs,
    createdAt: timeText(createdMs, spelling),
    updatedAt: timeText(updatedMs, spelling),
  };
}
