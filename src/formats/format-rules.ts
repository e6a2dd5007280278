// What a format brings along to be one of the registry's: how its records are checked, what they state, and how a person is written
// in it. A format is registered in `every-format.ts`.

import type { Checked } from './checked.ts';
import type { CheckOptions } from './checker.ts';
import type { FieldPointers, Portrait, PortraitIds } from './portrait.ts';
import type { Brief, Json, JsonObject, RecordType, Statement } from './record.ts';

export interface FormatRules {
  /** Checks one record of the type, member by member. */
  readonly check: (value: Json, recordType: RecordType, options: Omit<CheckOptions, 'allowsNull'>) => Checked;
  /** What a valid customer record states. */
  readonly statement: (value: JsonObject) => Statement;
  /** Of the same, what is asked for before a customer is made of it, without making the rest. */
  readonly brief: (value: JsonObject) => Brief;
  /** The same person as `convert` carries it over: times as they were sent, absent lists absent. Asks for the statement where it must. */
  readonly portrait: (value: JsonObject, statement: () => Statement) => Portrait;
  /** The person as a record of this format; a message where there can be none. */
  readonly compose: (portrait: Portrait, ids: PortraitIds) => JsonObject | string;
  /** Where this format holds each field; null where it cannot. */
  readonly fields: FieldPointers;
  readonly known: Known;
}

/** The documented members of an object, and of the objects and lists of objects in it. */
export interface Known {
  readonly [member: string]: Known | true;
}
