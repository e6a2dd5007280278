// What people type to find somebody, and what it is compared with: the start of an address line, city or postal code without letter
// case, and a birth date in the spellings that are common.

import { isDate } from '../formats/index.ts';
import { latestOf } from '../formats/latest-address.ts';
import type { Address } from '../formats/record.ts';

/** Enough to tell addresses apart; an index cannot hold the longest values that a field can have. */
const KEY_CHARACTERS_MAX = 48;

/** A value as it is compared: one spelling of each character, no letter case, no space around it, its start alone. */
export function searchKey(text: string): string {
  const key = text.trim().normalize('NFC').toLowerCase();
  return key.length <= KEY_CHARACTERS_MAX ? key : wholeCharacters(key.slice(0, KEY_CHARACTERS_MAX));
}

/** Without the first half of a surrogate pair at its end. */
function wholeCharacters(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text;
}

/** By what a customer's place is found: the address that was updated last. */
export interface PlaceKeys {
  readonly line: string | null;
  readonly city: string | null;
  readonly zip: string | null;
}

const NOWHERE: PlaceKeys = { line: null, city: null, zip: null };

export function placeKeys(addresses: readonly Address[]): PlaceKeys {
  const address = latestOf(addresses);
  if (!address) return NOWHERE;
  return { line: searchKey(address.line1), city: searchKey(address.city), zip: searchKey(address.zipCode) };
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NUMBERS = /^(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})$/;
const YEAR_FIRST = /^(\d{4})[./ -]?(\d{2})[./ -]?(\d{2})$/;
const DAY_AND_NAME = /^(\d{1,2})\.? ([a-z]{3,9})\.?,? (\d{4})$/;
const NAME_AND_DAY = /^([a-z]{3,9})\.? (\d{1,2}),? (\d{4})$/;

/** The days that `text` can mean: `1990-01-31`, `19900131`, `31.1.1990`, `31 Jan 1990`, `January 31, 1990`; `1/2/1990` means two. */
export function datesMeant(text: string): string[] {
  const typed = text.trim().toLowerCase();
  const found = new Set<string>();
  const add = (year = '', month = '', day = ''): void => {
    const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    if (isDate(date)) found.add(date);
  };
  const [, year, month, day] = YEAR_FIRST.exec(typed) ?? [];
  if (year !== undefined) add(year, month, day);
  const [, first, second, last] = NUMBERS.exec(typed) ?? [];
  if (last !== undefined) {
    add(last, second, first);
    add(last, first, second);
  }
  const named = DAY_AND_NAME.exec(typed);
  if (named) add(named[3], monthOf(named[2]), named[1]);
  const american = NAME_AND_DAY.exec(typed);
  if (american) add(american[3], monthOf(american[1]), american[2]);
  return [...found];
}

function monthOf(name = ''): string {
  return String(MONTHS.indexOf(name.slice(0, 3)) + 1);
}
