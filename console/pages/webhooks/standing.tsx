// What keeps a webhook from telling, why, and what to do about it. Nothing where all is well.

import { Alert, Code } from '@mantine/core';
import { IconAlertTriangle, IconPlayerPause, IconPlugConnected } from '@tabler/icons-react';
import { TimeText } from '../../parts/time-text.tsx';
import type { ReactNode } from 'react';
import type { Webhook } from '../../api/webhooks.ts';

const WHY: Readonly<Record<string, string>> = {
  gone: 'The receiver answered 410, which says that it is gone.',
  failing: 'No delivery succeeded for five days.',
};

export function Standing({ webhook: { state, stateReason, stateAt, failingSince, oldestUndeliveredAt } }: { readonly webhook: Webhook }) {
  const waiting = oldestUndeliveredAt !== null && (
    <>
      {' '}
      The oldest change that waits is of <TimeText at={oldestUndeliveredAt} as="ago" />.
    </>
  );
  if (state === 'off') {
    return (
      <Note color="indigo" icon={<IconPlugConnected size={18} aria-hidden />} title="Nobody is told yet">
        Set an address below, and every change from then on is sent there. For a first look, <Code>npx clientele listen --register</Code> is
        a receiver for a terminal; a registry that may reach its own machine is started with{' '}
        <Code>CLIENTELE_WEBHOOK_ALLOW=127.0.0.0/8</Code>.
      </Note>
    );
  }
  if (state === 'disabled') {
    return (
      <Note color="red" icon={<IconAlertTriangle size={18} aria-hidden />} title="The registry stopped sending">
        {WHY[stateReason ?? ''] ?? stateReason} That was <TimeText at={stateAt} as="ago" />. Mend the receiver, then let it go on: changes
        were kept.{waiting}
      </Note>
    );
  }
  if (state === 'paused') {
    return (
      <Note color="yellow" icon={<IconPlayerPause size={18} aria-hidden />} title="Paused">
        Since <TimeText at={stateAt} as="ago" />. Changes are kept, and told in their order when it goes on.{waiting}
      </Note>
    );
  }
  if (failingSince === null) return null;
  return (
    <Note color="yellow" icon={<IconAlertTriangle size={18} aria-hidden />} title="Deliveries fail">
      Since <TimeText at={failingSince} as="ago" />; they are tried again for three days.{waiting}
    </Note>
  );
}

interface NoteProps {
  readonly color: string;
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
}

function Note({ color, icon, title, children }: NoteProps) {
  return (
    <Alert color={color} variant="outline" icon={icon} title={title} role="status">
      {children}
    </Alert>
  );
}
