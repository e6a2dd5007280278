// Where a value comes from: its source and date, and on hover, focus or click why this value is shown and what lost to it.

import { Popover, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { SourceBadge } from '../../parts/badges.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { textOf } from '../../parts/value-words.ts';
import { ValueText } from '../../parts/value-text.tsx';
import type { ExplainedValue } from '../../api/customers.ts';
import classes from './customer.module.css';

const BECAUSE: Readonly<Record<ExplainedValue['lost'][number]['because'], string>> = {
  older: 'it is older',
  tie: 'it has the same time, and the name of its source comes later',
  deleted: 'its record is deleted',
  not_earliest: 'it is not the earliest',
  not_latest: 'it is not the latest',
};

interface WhyProps {
  readonly explained: ExplainedValue | undefined;
  readonly rules: Readonly<Record<string, string>>;
}

export function Why({ explained, rules }: WhyProps) {
  const [isOpen, { open, close }] = useDisclosure();
  if (!explained?.from) return null;
  const { from, lost } = explained;
  return (
    <Popover opened={isOpen} onChange={close} width={340} position="bottom-end" withArrow shadow="md">
      <Popover.Target>
        <UnstyledButton className={classes['why']} onClick={open} onMouseEnter={open} onMouseLeave={close} onFocus={open} onBlur={close}>
          <SourceBadge source={from.source} />
          <span className={classes['whyDate']}>
            <TimeText at={from.versionTime} as="day" />
          </span>
          {lost.length > 0 && <span className={classes['lost']}>{lost.length} lost</span>}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Reasons explained={explained} rule={rules[explained.rule]} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Reasons({ explained: { from, alsoFrom, lost }, rule }: { readonly explained: ExplainedValue; readonly rule: string | undefined }) {
  return (
    <div className={classes['reasons']}>
      <Text fw={600} size="sm">
        Why this value
      </Text>
      {from && (
        <p>
          Version {from.versionNo} of <ValueText value={from.sourceId} isCode />, {from.timeSource} at{' '}
          <TimeText at={from.versionTime} as="seconds" />, received <TimeText at={from.receivedAt} as="seconds" />.
        </p>
      )}
      {alsoFrom.length > 0 && <p>The same says {alsoFrom.map(({ source }) => source).join(', ')}.</p>}
      {rule !== undefined && <p className="quiet">{rule}</p>}
      {lost.length > 0 && (
        <>
          <Text fw={600} size="sm" mt="xs">
            What lost
          </Text>
          {lost.map(({ value, from: { source, sourceId, versionTime }, because }) => (
            <p key={`${source} ${sourceId}`}>
              <ValueText value={textOf(value)} /> of {source}, because {BECAUSE[because]} (<TimeText at={versionTime} />
              ).
            </p>
          ))}
        </>
      )}
    </div>
  );
}
