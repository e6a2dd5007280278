// The account's webhook: how it stands, what it sends and where, what signs it, and every delivery.

import { Button, Stack } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Deliveries } from './deliveries.tsx';
import { Page } from '../../parts/page.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { say } from '../../parts/say.ts';
import { Secrets } from './secrets.tsx';
import { Settings } from './settings.tsx';
import { Standing } from './standing.tsx';
import { StatusBadge } from '../../parts/badges.tsx';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
import { useSetOut } from '../../parts/set-out.ts';
import { useSteerWebhook, useTestWebhook, webhookQuery } from '../../api/webhooks.ts';
import type { Webhook } from '../../api/webhooks.ts';
import classes from './webhooks.module.css';

export function WebhooksPage() {
  const { data: webhook, error, isPending, refetch } = useQuery(webhookQuery);
  return (
    <Page
      title="Webhooks"
      says="Every change of a customer, told to a system of yours: in order, signed, tried again for three days."
      beside={webhook && <StatusBadge status={webhook.state} />}
      actions={webhook && webhook.url !== null && <Steps webhook={webhook} />}
    >
      {error && <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {isPending && <TableSkeleton />}
      {webhook && (
        <Stack gap="md">
          <Standing webhook={webhook} />
          <div className={classes['columns']}>
            <Settings webhook={webhook} />
            <Secrets />
          </div>
          <Deliveries />
        </Stack>
      )}
    </Page>
  );
}

function Steps({ webhook: { state } }: { readonly webhook: Webhook }) {
  const setOut = useSetOut();
  const steer = useSteerWebhook();
  const test = useTestWebhook();
  const onError = ({ message }: Error): void => say(message, 'red');
  const sendTest = (): void => {
    const lead = setOut();
    test.mutate(undefined, { onSuccess: (id) => lead({ to: '/webhooks/deliveries/$id', params: { id } }), onError });
  };
  const isOn = state === 'active';
  return (
    <>
      <Button
        variant="default"
        loading={steer.isPending}
        onClick={() => steer.mutate(isOn ? 'pause' : 'resume', { onError })}
        leftSection={isOn ? <IconPlayerPause size={16} stroke={1.5} aria-hidden /> : <IconPlayerPlay size={16} stroke={1.5} aria-hidden />}
      >
        {isOn ? 'Pause' : 'Go on'}
      </Button>
      <Button disabled={!isOn} loading={test.isPending} onClick={sendTest} leftSection={<IconSend size={16} stroke={1.5} aria-hidden />}>
        Send a test
      </Button>
    </>
  );
}
