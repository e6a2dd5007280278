// The issues of a whole file, counted by kind with the first of each, for people: however many records are faulty, the list is short.

import type { Issue } from '../../formats/issue.ts';
import type { IssueGroup } from '../../core/import.ts';
import type { Place } from '../../registry/save/batch.ts';

export const ISSUE_GROUPS_MAX = 100;

export class IssueGroups {
  readonly #groups = new Map<string, IssueGroup>();

  add(issues: readonly Issue[], place: Place): void {
    for (const issue of issues) this.#addOne(issue, place);
  }

  /** Errors before warnings, the most frequent first. */
  get list(): IssueGroup[] {
    return [...this.#groups.values()].sort((a, b) => rank(b) - rank(a) || b.count - a.count || a.first - b.first);
  }

  #addOne({ code, pointer, severity, message, suggestion }: Issue, place: Place): void {
    const field = pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*');
    // Countries and other words of a short list are told apart by what they should be; ids and dates are each their own.
    const isWord = code === 'country_unknown' || code === 'enum_unknown';
    const name = JSON.stringify([severity, code, field, isWord ? suggestion : null]);
    const known = this.#groups.get(name);
    if (known) known.count += 1;
    else if (this.#groups.size < ISSUE_GROUPS_MAX) {
      this.#groups.set(name, { code, field, severity, message, ...(isWord && { suggestion }), count: 1, first: firstOf(place) });
    }
  }
}

function rank({ severity }: IssueGroup): number {
  return severity === 'error' ? 1 : 0;
}

function firstOf(place: Place): number {
  return 'line' in place ? place.line : place.index + 1;
}
