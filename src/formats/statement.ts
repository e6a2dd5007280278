// What a customer record states of a person.

import { FORMATS } from './every-format.ts';
import type { SourceRecord, Statement } from './record.ts';

/** What a customer record states, in the registry's terms: times in UTC with six decimals, absent ones of entries filled in. */
export function statementOf({ format, value }: Pick<SourceRecord, 'format' | 'value'>): Statement {
  return FORMATS[format].statement(value);
}
