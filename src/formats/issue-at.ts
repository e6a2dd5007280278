// Makes an issue from its code: the table's text unless the place has more to say.

import { ISSUE_CODES } from './issue.ts';
import type { Issue, IssueCode } from './issue.ts';

/** An issue at `pointer`; `message` in place of the table's text. */
export function issueAt(code: IssueCode, pointer: string, message?: string): Issue {
  const { severity, text } = ISSUE_CODES[code];
  return { code, pointer, message: message ?? text, severity };
}
