// A person's record in one format → the same person in another, with a list of everything that did not come along unchanged
// (formats.md, "Between formats"). The list is made by comparing what both records state, so that no loss can be forgotten.

import { FORMATS } from './every-format.ts';
import { issueAt } from './issue-at.ts';
import { lossesOf } from './losses.ts';
import { isUuid, nameBasedUuid } from './uuid.ts';
import { recordOf } from './parse.ts';
import type { Format, JsonObject, SourceRecord, Statement } from './record.ts';
import type { Issue } from './issue.ts';
import type { Loss } from './losses.ts';
import type { Portrait, PortraitIds } from './portrait.ts';
import type { RegistryCustomer } from './registry/schema.ts';

export interface ConvertOptions {
  /** The present moment, `YYYY-MM-DDTHH:MM:SS.ffffffZ`. */
  readonly now: string;
  /** The customer's id in the registry, to stand in for ids that the other format requires. Default: derived from source and id. */
  readonly registryId?: string;
  /** When the record was first received, to stand in for times that it lacks. Default: `now`. */
  readonly receivedAt?: string;
}

export type Conversion = { readonly record: SourceRecord; readonly losses: readonly Loss[] } | { readonly refused: Issue };

/**
 * The record in format `to`; into its own format it is the same record. Refused (`not_convertible`): a record of no person, a person
 * without any country to Cobi, and VoIPBin, whose customers are organizations. Never throws on a valid record.
 */
export function convert(record: SourceRecord, to: Format | 'voipbin', options: ConvertOptions): Conversion {
  if (to === record.format) return { record, losses: [] };
  if (to === 'voipbin') return refused('VoIPBin customers are organizations, which are accounts here: a person cannot become one.');
  if (record.recordType !== 'customer') return refused(`Only people are converted: this is a record of type ${record.recordType}.`);
  const { statement, portrait } = FORMATS[record.format];
  let stated: Statement | undefined;
  const before = (): Statement => (stated ??= statement(record.value));
  const person = portrait(record.value, before);
  const value = FORMATS[to].compose(person, idsFor(record, person, options));
  if (typeof value === 'string') return refused(value);
  return compared({ record, person, before }, to, value);
}

/**
 * A customer of the registry, in its JSON (surface.md, "A customer"), in format `to`. Its sources' own ids are used where there is
 * exactly one of the kind, else the registry's id; for times that no source states stands the moment of its last change, so that two
 * readers of one state get one record. Refused as in `convert`, and where no record of the customer is left.
 */
export function convertCustomer(customer: RegistryCustomer, to: Format, options: Omit<ConvertOptions, 'registryId'>): Conversion {
  if (customer.status === 'removed') return refused('No record of this customer is left, so that there is nothing to convert.');
  const { record, issues } = recordOf(withoutEmpty(customer), 'registry');
  if (!record) return refused(`The customer has no form outside the registry: ${issues[0]?.message ?? 'it is incomplete.'}`);
  const receivedAt = options.receivedAt ?? customer.changedAt ?? options.now;
  return convert(record, to, { ...options, receivedAt, registryId: customer.id });
}

/** A customer always has the member; only one that says something can be lost. */
function withoutEmpty(customer: RegistryCustomer): JsonObject {
  const { conflicts = [], ...rest } = customer;
  return (conflicts.length === 0 ? rest : customer) as unknown as JsonObject;
}

function idsFor(
  record: SourceRecord,
  person: Portrait,
  { now, registryId = person.registryId, receivedAt = now }: ConvertOptions,
): PortraitIds {
  const known = registryId !== undefined && isUuid(registryId) ? registryId : undefined;
  return { registryId: known, standIn: () => known ?? nameBasedUuid(record.format, record.sourceKey), receivedAt };
}

type Before = Omit<Parameters<typeof lossesOf>[0], 'to' | 'after'>;

function compared(from: Before, to: Format, value: JsonObject): Conversion {
  const { record, issues } = recordOf(value, to);
  const fault = issues.find(({ severity }) => severity === 'error');
  if (!record) return refused(`The record has no valid form there: ${fault?.message ?? 'a required value is missing.'}`);
  return new Converted(record, () => lossesOf({ ...from, to, after: record }));
}

/**
 * Losses are found out for who asks: most of those who export customers as files do not. A class, because an object with a getter of its
 * own each time made reading and converting a Wasabi event 1.3 times as long.
 */
class Converted {
  readonly record: SourceRecord;
  readonly #find: () => readonly Loss[];
  #losses: readonly Loss[] | undefined;

  constructor(record: SourceRecord, find: () => readonly Loss[]) {
    this.record = record;
    this.#find = find;
  }

  get losses(): readonly Loss[] {
    return (this.#losses ??= this.#find());
  }
}

function refused(message: string): Conversion {
  return { refused: issueAt('not_convertible', '', message) };
}
