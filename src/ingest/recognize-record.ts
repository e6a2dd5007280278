// What one record of a mixed request is: its format and type, from what its sender says or from its members.

import { detect, ISSUE_CODES, readJson } from '../formats/index.ts';
import { recordTypeOf } from '../formats/recognize.ts';
import type { Format, RecordType } from '../formats/record.ts';
import type { Issue } from '../formats/issue.ts';

export interface Recognized {
  readonly format: Format;
  readonly recordType: RecordType;
  /** Why it can be none of these: it is kept as a rejection. */
  readonly issue?: Issue;
}

export interface Recognizing {
  /** What the sender says that every record is; null: each is recognised. */
  readonly said: Format | null;
  /** As whose those count of which nothing can be told: it rejects them. */
  readonly unknownAs: Format;
  /** Whether certain mends are taken: a record is recognised as it will be read. */
  readonly fixes: boolean;
}

const MEMBERS = 'Wasabi’s have "eventType", Cobi’s "customer_id", the registry’s "externalIdentifiers"; else say "format".';

/** Recognises one record by itself; one whose text is no JSON, or whose format nothing tells, counts as a customer. */
export function recognizeRecord(text: string, { said, unknownAs, fixes }: Recognizing): Recognized {
  const unknown = { format: said ?? unknownAs, recordType: 'customer' } as const;
  const { value } = readJson(text, fixes);
  if (typeof value !== 'object' || value === null) return unknown;
  const format = said ?? detect(value);
  if (format === null) return { ...unknown, issue: unknownFormat(`${ISSUE_CODES.format_unknown.text} ${MEMBERS}`) };
  if (format === 'voipbin')
    return {
      ...unknown,
      issue: unknownFormat('VoIPBin’s customers are organizations, which are accounts here: send them to its own API.'),
    };
  return { format, recordType: format === 'cobi' ? recordTypeOf(value) : 'customer' };
}

function unknownFormat(message: string): Issue {
  return { code: 'format_unknown', pointer: '', message, severity: 'error' };
}
