// The checks that every format shares, one member at a time. A check that passes allocates nothing; a fault becomes an issue with
// the pointer to its member, and where the fix is certain and wanted, the member is mended on the spot.

import { addHours, isDate, mendDate, parseTime, usualTime } from './date.ts';
import { issueAt } from './issue-at.ts';
import { judgeCountry, mendCountry } from './country.ts';
import { uuidVersion } from './uuid.ts';
import type { Issue, IssueCode } from './issue.ts';
import type { Json, JsonObject } from './record.ts';
import type { Time } from './date.ts';
import type { Mend } from './json-edit.ts';

export const TEXT_CHARACTERS_MAX = 1_024;
export const ID_CHARACTERS_MAX = 255;

/** How far a version time may lie ahead of the present. */
const AHEAD_HOURS_MAX = 24;
/** Somewhere on Earth the calendar is up to 14 hours ahead of UTC. */
const ZONE_HOURS_MAX = 14;

export interface CheckOptions {
  readonly now: string;
  readonly isMending: boolean;
  /** Whether null means "not known" (Cobi) or is a fault (Wasabi). */
  readonly allowsNull: boolean;
  /** Numbers that JavaScript would spell otherwise, as they were sent, by pointer. */
  readonly spellings?: ReadonlyMap<string, string>;
}

export class Checker {
  readonly issues: Issue[] = [];
  /** What was mended: the record's text is then no longer the one sent. */
  readonly mends: Mend[] = [];
  private readonly options: CheckOptions;
  private readonly latestDay: string;
  private readonly latestTime: string;

  constructor(options: CheckOptions) {
    this.options = options;
    const { latestDay, latestSecond } = boundsAt(options.now);
    this.latestDay = latestDay;
    this.latestTime = latestSecond + options.now.slice(SECOND_LENGTH);
  }

  get hasErrors(): boolean {
    return this.issues.some(({ severity }) => severity === 'error');
  }

  add(code: IssueCode, pointer: string, message?: string): void {
    this.issues.push(issueAt(code, pointer, message));
  }

  /** A fault whose right value is certain: mended where that is wanted, else suggested. */
  mend(place: Place, code: IssueCode, { message, value }: { message: string; value: Json }): void {
    const pointer = pointerTo(place);
    if (this.options.isMending) {
      place.owner[place.member] = value;
      this.mends.push({ pointer, value });
      this.issues.push({
        code: 'fix_applied',
        pointer,
        message: `${message} It was mended as suggested.`,
        severity: 'warning',
        suggestion: value,
      });
    } else this.issues.push({ code, pointer, message, severity: 'error', suggestion: value });
  }

  /** The member's string; undefined where it is absent, null or at fault. */
  text(owner: JsonObject, member: string, path: string, isRequired: boolean): string | undefined {
    const value = owner[member];
    if (typeof value === 'string') {
      if (value.length > TEXT_CHARACTERS_MAX && [...value].length > TEXT_CHARACTERS_MAX) this.add('string_too_long', `${path}/${member}`);
      return value;
    }
    return this.notText({ owner, member, path }, isRequired);
  }

  /** An id: 1 to 255 characters, no white space around them. At fault it is still given where what was meant is certain. */
  id(owner: JsonObject, member: string, path: string): string | undefined {
    const sent = owner[member];
    const value = typeof sent === 'string' ? sent : this.notId({ owner, member, path });
    if (value === undefined) return undefined;
    const trimmed = value.trim();
    const place = { owner, member, path };
    if (trimmed === '') {
      this.add('id_empty', pointerTo(place), `"${member}" must not be empty or white space.`);
      return undefined;
    }
    if (trimmed !== value) this.padded(place, trimmed);
    if (trimmed.length <= ID_CHARACTERS_MAX || [...trimmed].length <= ID_CHARACTERS_MAX) return trimmed;
    this.add('string_too_long', pointerTo(place), `"${member}" may have ${ID_CHARACTERS_MAX} characters.`);
    return undefined;
  }

  /** A UUID in any version and case. A padded one is given trimmed, so that a record at fault can still be told apart. */
  uuid(owner: JsonObject, member: string, isRequired: boolean): string | undefined {
    const value = owner[member];
    const place = { owner, member, path: '' };
    if (typeof value !== 'string') return this.notText(place, isRequired);
    const trimmed = value.trim();
    const version = uuidVersion(trimmed);
    if (version === null) return this.notUuid(place, trimmed);
    if (trimmed !== value) this.padded(place, trimmed);
    if (version !== '4') this.add('uuid_not_v4', `/${member}`, `"${member}" is a UUID, but not of version 4, which is recommended.`);
    return trimmed;
  }

  boolean(owner: JsonObject, member: string, path: string): void {
    const value = owner[member];
    if (typeof value === 'boolean' || value === undefined) return;
    const place = { owner, member, path };
    if (value === null) return this.missing(place, false);
    if (value === 'true' || value === 'false') {
      this.mend(place, 'type_wrong', { message: `"${member}" must be true or false, without quotes.`, value: value === 'true' });
    } else this.wrongType(place, 'true or false');
  }

  /** A calendar day; a birth date must not lie in the future (for a dependent that is only a doubt). */
  birthDate(owner: JsonObject, member: string, path: string, who: 'customer' | 'dependent'): void {
    const place = { owner, member, path };
    const value = this.text(owner, member, path, who === 'dependent');
    if (value === undefined) return;
    const day = isDate(value) ? value : this.brokenDate(place, value);
    if (day === undefined || day <= this.latestDay) return;
    const severity = who === 'customer' ? 'error' : 'warning';
    this.issues.push({ ...issueAt('birth_date_in_future', pointerTo(place), `"${member}" lies in the future.`), severity });
  }

  /** A date-time in UTC with six decimals; undefined where it is absent or at fault. */
  time(owner: JsonObject, member: string, path: string, isRequired: boolean): string | undefined {
    const value = this.text(owner, member, path, isRequired);
    if (value === undefined) return undefined;
    const usual = usualTime(value);
    if (usual !== null) return usual;
    const time = parseTime(value) ?? this.brokenTime({ owner, member, path }, value);
    if (!time) return undefined;
    if (time.isTruncated) this.add('time_truncated', `${path}/${member}`);
    if (time.isLeapSecond) this.add('leap_second', `${path}/${member}`);
    return time.time;
  }

  /** The time that places a version: not more than 24 hours ahead. */
  versionTime(owner: JsonObject, member: string, path: string, isRequired: boolean): string | undefined {
    const time = this.time(owner, member, path, isRequired);
    if (time !== undefined && time > this.latestTime) {
      this.add(
        'timestamp_in_future',
        `${path}/${member}`,
        `"${member}" lies more than ${AHEAD_HOURS_MAX} hours ahead: check the sender's clock.`,
      );
    }
    return time;
  }

  country(owner: JsonObject, member: string, path: string): void {
    const value = this.text(owner, member, path, true);
    if (value === undefined) return;
    const verdict = judgeCountry(value);
    if (verdict === 'assigned') return;
    const code = verdict === 'unknown' ? this.brokenCountry({ owner, member, path }, value) : value;
    if (code !== undefined && judgeCountry(code) === 'user_assigned') this.add('country_user_assigned', `${path}/${member}`);
  }

  /** One of a few words; letter case is a certain fix. */
  word(owner: JsonObject, member: string, path: string, words: readonly string[]): void {
    const value = owner[member];
    if (typeof value === 'string' && words.includes(value)) return;
    const text = this.text(owner, member, path, false);
    if (text === undefined) return;
    const message = `"${member}" must be ${words.map((word) => `"${word}"`).join(' or ')}.`;
    const meant = words.find((word) => word.toUpperCase() === text.trim().toUpperCase());
    if (meant === undefined) this.add('enum_unknown', `${path}/${member}`, message);
    else this.mend({ owner, member, path }, 'enum_unknown', { message, value: meant });
  }

  /** A member that is absent or null: reported where that is a fault. */
  missing(place: Place, isRequired: boolean): void {
    const { owner, member } = place;
    if (owner[member] === null && (isRequired || !this.options.allowsNull)) return this.nullGiven(place, isRequired);
    if (isRequired) this.add('required_missing', pointerTo(place), `"${member}" is required.`);
  }

  wrongType(place: Place, wanted: string): void {
    this.add('type_wrong', pointerTo(place), `"${place.member}" must be ${wanted}, not ${kindOf(place.owner[place.member])}.`);
  }

  private nullGiven(place: Place, isRequired: boolean): void {
    const { owner, member } = place;
    const pointer = pointerTo(place);
    const message = `"${member}" is null, which is not allowed here`;
    if (isRequired) return this.add('null_not_allowed', pointer, `${message}; it is required.`);
    if (!this.options.isMending) {
      this.issues.push({ code: 'null_not_allowed', pointer, message: `${message}: leave it out.`, severity: 'error', fix: 'leave_out' });
      return;
    }
    delete owner[member];
    this.mends.push({ pointer });
    this.add('fix_applied', pointer, `${message}; it was left out.`);
  }

  private notText(place: Place, isRequired: boolean): undefined {
    const value = place.owner[place.member];
    if (value === undefined || value === null) this.missing(place, isRequired);
    else this.wrongType(place, 'a string');
  }

  private notId(place: Place): string | undefined {
    const value = place.owner[place.member];
    if (typeof value !== 'number') return this.notText(place, true);
    const spelled = this.options.spellings?.get(pointerTo(place)) ?? String(value);
    const message = `"${place.member}" must be a string: put it in quotes.`;
    this.mend(place, 'type_wrong', { message, value: spelled });
    return spelled;
  }

  private notUuid(place: Place, trimmed: string): undefined {
    const { member } = place;
    if (trimmed === '') this.add('id_empty', pointerTo(place), `"${member}" must not be empty or white space.`);
    else this.add('uuid_invalid', pointerTo(place), `"${member}" must be a UUID in its text form (RFC 9562).`);
  }

  private padded(place: Place, trimmed: string): void {
    this.mend(place, 'id_padded', { message: `"${place.member}" must not begin or end with white space.`, value: trimmed });
  }

  /** The day, time or code that was certainly meant, mended or only suggested: what else is wrong with it is told, too. */
  private brokenDate(place: Place, value: string): string | undefined {
    const message = `"${place.member}" must be a calendar day, YYYY-MM-DD, of the year 1800 or later.`;
    const mended = mendDate(value) ?? undefined;
    if (mended === undefined) this.add('date_invalid', pointerTo(place), message);
    else this.mend(place, 'date_invalid', { message, value: mended });
    return mended;
  }

  private brokenCountry(place: Place, value: string): string | undefined {
    const shown = /^[\w -]{0,10}$/.test(value) ? ` ("${value}")` : '';
    const message = `"${place.member}" must be an assigned ISO 3166-1 alpha-2 code in capitals${shown}.`;
    const mended = mendCountry(value) ?? undefined;
    if (mended === undefined) this.add('country_unknown', pointerTo(place), message);
    else this.mend(place, 'country_unknown', { message, value: mended });
    return mended;
  }

  private brokenTime(place: Place, value: string): Time | null {
    const message = `"${place.member}" must be a date-time with an offset (RFC 3339), like 2023-08-15T02:44:23.688Z.`;
    const mended = value.trim().replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T');
    const time = mended === value ? null : parseTime(mended);
    if (time) this.mend(place, 'date_time_invalid', { message, value: mended });
    else this.add('date_time_invalid', pointerTo(place), message);
    return time;
  }
}

/** A member of one of the record's objects. */
export interface Place {
  readonly owner: JsonObject;
  readonly member: string;
  /** Pointer to `owner`. */
  readonly path: string;
}

function pointerTo({ path, member }: Place): string {
  return `${path}/${member}`;
}

export function kindOf(value: Json | undefined): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** True for a JSON object: neither null nor an array. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Bounds {
  readonly latestDay: string;
  /** To the second. */
  readonly latestSecond: string;
}

const SECOND_LENGTH = '2026-01-31T12:00:00'.length;
/** Few seconds are in use at once: the present one, and the one that what was kept or composed is read under. */
const SECONDS_MAX = 4;
const boundsKnown = new Map<string, Bounds>();

function boundsAt(now: string): Bounds {
  const second = now.slice(0, SECOND_LENGTH);
  const known = boundsKnown.get(second);
  if (known) return known;
  const bounds = { latestDay: addHours(second, ZONE_HOURS_MAX).slice(0, 10), latestSecond: addHours(second, AHEAD_HOURS_MAX) };
  if (boundsKnown.size >= SECONDS_MAX) boundsKnown.clear();
  boundsKnown.set(second, bounds);
  return bounds;
}
