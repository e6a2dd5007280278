// A customer as its reader wants it: the registry's JSON, or a record of a sender's format with what was lost on the way, in a
// header or in the body.

import { convertCustomer, print } from '../formats/index.ts';
import { fieldsIn, pickFields } from './customer-fields.ts';
import { RegistryError } from '../error.ts';
import type { Format, Loss, RegistryCustomer } from '../formats/index.ts';

export interface FormQuery {
  format?: Format;
  losses?: string;
  fields?: string;
}

export interface Form {
  readonly format: Format;
  /** Whether the body holds the losses beside the record; else only the header tells them. */
  readonly hasLosses: boolean;
  /** The members wanted; null: all. */
  readonly fields: readonly string[] | null;
}

export interface FormedCustomer {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Clients and proxies commonly refuse headers that are longer together than 8 KiB or 16 KiB. */
const HEADER_CHARACTERS_MAX = 4_096;
const BEYOND_ASCII = /[\u007f-\uffff]/g;

/** What the query asks for. Throws `request_invalid`. */
export function formIn({ format = 'registry', losses, fields }: FormQuery): Form {
  if (fields !== undefined && format !== 'registry') {
    throw new RegistryError('request_invalid', 'A record of a sender\'s format comes whole: leave out "fields", or "format".');
  }
  return { format, hasLosses: losses === 'body', fields: fieldsIn(fields) };
}

/** The stored customer in that form. Throws `not_convertible`. */
export function formCustomer(json: string, { format, hasLosses, fields }: Form, now: string): FormedCustomer {
  if (format === 'registry') {
    const shown = pickFields(json, fields);
    return { body: hasLosses ? bodyOf(shown, []) : shown, headers: {} };
  }
  const conversion = convertCustomer(JSON.parse(json) as RegistryCustomer, format, { now });
  if ('refused' in conversion) throw new RegistryError('not_convertible', conversion.refused.message);
  const { losses } = conversion;
  const record = print(conversion.record);
  return { body: hasLosses ? bodyOf(record, losses) : record, headers: headersOf(losses) };
}

function bodyOf(record: string, losses: readonly Loss[]): string {
  return `{"record":${record},"losses":${JSON.stringify(losses)}}`;
}

/** As many losses as a header may hold; where some are left out, their total tells it. */
function headersOf(losses: readonly Loss[]): Record<string, string> {
  let length = 2;
  const told = losses.filter((loss) => (length += asciiJson(loss).length + 1) <= HEADER_CHARACTERS_MAX);
  return { 'clientele-losses': asciiJson(told), ...(told.length < losses.length && { 'clientele-losses-total': String(losses.length) }) };
}

function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(BEYOND_ASCII, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
