// What one record of a mixed request is: its format and type, from what its sender says or from its members.

import { detect, ISSUE_CODES } from '../formats/index.ts';
import { recordTypeOf } from '../formats/recognize.ts';
import type { Format, RecordType } from '../formats/record.ts';
import type { Issue } from '../formats/issue.ts';

export interface Recognized {
  readonly format: Format;
  readonly recordType: RecordType;
  /** Why it can be none of these: it is kept as a rejection. */
  readonly issue?: Issue;
}

/** Records whose text is no JSON, or whose format nothing tells, are taken as the registry's own, which rejects them. */
const UNKNOWN = { format: 'registry', recordType: 'customer' } as const;
const MEMBERS = 'Wasabi’s have "eventType", Cobi’s "customer_id", the registry’s "externalIdentifiers"; else say "format".';

/** Recognises one record by itself. */
export function recognizeRecord(text: string, said: Format | null): Recognized {
  const value = objectIn(text);
  if (!value) return said ? { format: said, recordType: 'customer' } : UNKNOWN;
  const format = said ?? detect(value);
  if (format === null) return { ...UNKNOWN, issue: unknownFormat(`${ISSUE_CODES.format_unknown.text} ${MEMBERS}`) };
  if (format === 'voipbin')
    return {
      ...UNKNOWN,
      issue: unknownFormat('VoIPBin’s customers are organizations, which are accounts here: send them to its own API.'),
    };
  return { format, recordType: format === 'cobi' ? recordTypeOf(value) : 'customer' };
}

function unknownFormat(message: string): Issue {
  return { code: 'format_unknown', pointer: '', message, severity: 'error' };
}

function objectIn(text: string): object | null {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}
