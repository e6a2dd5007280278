// What a customer record states of a person.

import { FORMATS } from './every-format.ts';
import type { Brief, Format, JsonObject, SourceRecord, Statement } from './record.ts';

/** What a customer record states, in the registry's terms: times in UTC with six decimals, absent ones of entries filled in. */
export function statementOf({ format, value }: Pick<SourceRecord, 'format' | 'value'>): Statement {
  return FORMATS[format].statement(value);
}

/** What of it is asked for before a customer is made of it. */
export function briefOf({ format, value }: Pick<SourceRecord, 'format' | 'value'>): Brief {
  return FORMATS[format].brief(value);
}

/**
 * What a customer record states that was accepted before, from the text that was kept. It was checked then and is not again: 3 µs for a
 * Wasabi event in place of 7. Throws where the text is no JSON: that is a fault of the store.
 */
export function keptStatement(text: string, format: Format): Statement {
  return FORMATS[format].statement(JSON.parse(text) as JsonObject);
}
