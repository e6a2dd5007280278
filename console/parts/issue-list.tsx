// Issues of a record: where, what is wrong, what would be right; certain fixes are one click.

import { Button, Group, Text } from '@mantine/core';
import { isFixable } from './json-mend.ts';
import { ValueText } from './value-text.tsx';
import type { FixableIssue } from './json-mend.ts';
import classes from './editor.module.css';

export interface ShownIssue extends FixableIssue {
  readonly code: string;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

interface IssueListProps {
  readonly issues: readonly ShownIssue[];
  /** Takes the certain fixes of these issues; absent: nothing can be changed here. */
  readonly onFix?: (issues: readonly ShownIssue[]) => void;
}

export function IssueList({ issues, onFix }: IssueListProps) {
  const fixable = issues.filter(isFixable);
  return (
    <div>
      {onFix && fixable.length > 1 && (
        <Group justify="space-between" mb="xs">
          <Text size="sm">{fixable.length} certain fixes</Text>
          <Button size="compact-sm" onClick={() => onFix(fixable)}>
            Take all
          </Button>
        </Group>
      )}
      <ul className={classes['issues']} aria-label="Issues">
        {issues.map((issue) => (
          <li
            key={`${issue.code} ${issue.pointer}`}
            className={classes['issue']}
            data-tone={issue.severity === 'warning' ? 'warn' : undefined}
          >
            <div className={classes['issueText']}>
              <code className="mono">{issue.pointer === '' ? 'the whole record' : issue.pointer}</code>{' '}
              <span className="quiet">
                {issue.severity}, {issue.code}
              </span>
              <div>{issue.message}</div>
            </div>
            {onFix && isFixable(issue) && (
              <Button variant="default" size="compact-sm" onClick={() => onFix([issue])}>
                <FixWords issue={issue} />
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What a button says that takes a certain fix. */
export function FixWords({ issue: { suggestion, fix } }: { readonly issue: ShownIssue }) {
  if (fix === 'leave_out') return 'Leave it out';
  if (fix === 'plain_spaces') return 'Use plain spaces';
  return (
    <>
      Use&nbsp;
      <ValueText value={JSON.stringify(suggestion)} isCode />
    </>
  );
}
