// One delivery: what it tells, every attempt with the receiver's answer, and sending it again.

import { Button, Stack, Text } from '@mantine/core';
import { IconRepeat } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { BackLink } from '../../parts/back-link.tsx';
import { Badge, StatusBadge } from '../../parts/badges.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { CustomerLink } from '../../parts/customer-link.tsx';
import { deliveryQuery, useReplay } from '../../api/webhooks.ts';
import { Facts } from '../../parts/facts.tsx';
import { Page } from '../../parts/page.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { say } from '../../parts/say.ts';
import { Section } from '../../parts/section.tsx';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { ValueText } from '../../parts/value-text.tsx';
import type { DeliveryDetail } from '../../api/webhooks.ts';
import classes from './webhooks.module.css';

type Attempt = DeliveryDetail['log'][number];

const FAULTS: Readonly<Record<string, string>> = {
  status: 'The receiver answered, but not that it took it.',
  redirect: 'The receiver sends elsewhere, which is not followed: set the final address.',
  timeout: 'The receiver did not answer in time.',
  address: 'The name leads to an address that must not be reached from here.',
  name: 'The name does not resolve.',
  tls: 'The encrypted connection could not be made: look at the certificate.',
  connection: 'The receiver could not be reached.',
  answer: 'What came back is no HTTP answer.',
};

export function DeliveryPage() {
  const { id } = useParams({ from: '/webhooks/deliveries/$id' });
  const { data: delivery, error, isPending, refetch } = useQuery(deliveryQuery(id));
  return (
    <Page
      title={delivery?.type ?? 'Delivery'}
      windowTitle="Delivery"
      before={<BackLink to="/webhooks">Webhooks</BackLink>}
      beside={delivery && <StatusBadge status={delivery.state} />}
      says={<CopyText value={id} what="delivery’s id" />}
      actions={delivery && delivery.settledAt !== null && <Replay id={id} />}
    >
      {error && <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {isPending && <TableSkeleton />}
      {delivery && (
        <div className={classes['columns']}>
          <Attempts delivery={delivery} />
          <About delivery={delivery} />
        </div>
      )}
    </Page>
  );
}

function Attempts({ delivery: { log, state } }: { readonly delivery: DeliveryDetail }) {
  return (
    <Section title="Attempts" says={log.length === 0 ? `None yet: it is ${state}.` : 'The latest first, with what the receiver answered.'}>
      <Stack gap="sm">
        {log.toReversed().map((attempt) => (
          <AttemptMade key={attempt.at} attempt={attempt} />
        ))}
      </Stack>
    </Section>
  );
}

function AttemptMade({ attempt: { at, durationMs, address, status, fault, answer, isReplay } }: { readonly attempt: Attempt }) {
  return (
    <div className={classes['attempt']}>
      <div className={classes['facts']}>
        <Badge tone={fault === null ? 'good' : 'bad'}>{status ?? fault}</Badge>
        <TimeText at={at} as="seconds" />
        <span className="quiet">{durationMs.toLocaleString()} ms</span>
        {address !== null && <span className="quiet mono">{address}</span>}
        {isReplay === true && <Badge>sent again by hand</Badge>}
      </div>
      {fault !== null && (
        <Text size="sm" mt={4}>
          {FAULTS[fault] ?? fault}
        </Text>
      )}
      {answer !== '' && (
        <pre className={classes['answer']} tabIndex={0} aria-label="The receiver’s answer">
          <ValueText value={answer} />
        </pre>
      )}
    </div>
  );
}

function About({ delivery }: { readonly delivery: DeliveryDetail }) {
  const { customerId, sequence, version, occurredAt, attempts, dueAt, settledAt } = delivery;
  const facts = [
    { name: 'Customer', value: <CustomerLink id={customerId} /> },
    { name: 'Version', value: version ?? '–' },
    { name: 'Change', value: `number ${sequence.toLocaleString()}` },
    { name: 'Happened', value: <TimeText at={occurredAt} as="seconds" /> },
    { name: 'Attempts', value: attempts },
    ...(dueAt === null ? [] : [{ name: 'Sent again', value: <TimeText at={dueAt} as="seconds" /> }]),
    ...(settledAt === null ? [] : [{ name: 'Settled', value: <TimeText at={settledAt} as="seconds" /> }]),
  ];
  return (
    <Section title="About it">
      <Facts facts={facts} />
    </Section>
  );
}

function Replay({ id }: { readonly id: string }) {
  const replay = useReplay(id);
  const send = (): void =>
    replay.mutate(undefined, { onSuccess: () => say('It is sent again.'), onError: ({ message }) => say(message, 'red') });
  return (
    <Button onClick={send} loading={replay.isPending} leftSection={<IconRepeat size={16} stroke={1.5} aria-hidden />}>
      Send again
    </Button>
  );
}
