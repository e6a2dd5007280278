// What can be done with many rejected records at once: with those that were chosen, else with all that the filters find.

import { Button } from '@mantine/core';
import { IconWand } from '@tabler/icons-react';
import { useDisclosure } from '@mantine/hooks';
import { DismissDialog } from './dismiss-dialog.tsx';
import { say } from '../../parts/say.ts';
import { triedText } from '../../parts/tried-text.ts';
import { useDismissAll, useFixAll } from '../../api/rejections.ts';
import type { RejectionFilters } from '../../api/rejections.ts';

interface BulkStepsProps {
  /** Ids of the chosen ones; none: all that the filter finds. */
  readonly chosen: readonly string[];
  readonly filter: Omit<RejectionFilters, 'state'>;
  readonly onDone: () => void;
}

export function BulkSteps({ chosen, filter, onDone }: BulkStepsProps) {
  const [isDismissing, dialog] = useDisclosure();
  const selection = chosen.length > 0 ? { ids: chosen } : { filter };
  const fixAll = useFixAll(selection);
  const dismissAll = useDismissAll(selection);
  const onError = ({ message }: Error): void => say(message, 'red');
  const fix = (): void =>
    fixAll.mutate(undefined, {
      onSuccess: (tried) => {
        onDone();
        say(triedText(tried));
      },
      onError,
    });
  const dismiss = (reason: string): void =>
    dismissAll.mutate(reason, {
      onSuccess: (dismissed) => {
        onDone();
        dialog.close();
        say(`${dismissed.toLocaleString()} dismissed.`);
      },
    });
  const which = chosen.length > 0 ? `${chosen.length.toLocaleString()} chosen` : 'all that match';
  return (
    <>
      <Button variant="default" onClick={dialog.open}>
        Dismiss {which} …
      </Button>
      <Button leftSection={<IconWand size={16} stroke={1.5} aria-hidden />} onClick={fix} loading={fixAll.isPending}>
        {chosen.length > 0 ? `Take certain fixes of ${which}` : 'Take all certain fixes'}
      </Button>
      <DismissDialog
        title={`Dismiss ${which}`}
        isOpen={isDismissing}
        onClose={dialog.close}
        isPending={dismissAll.isPending}
        problem={dismissAll.error}
        onDismiss={dismiss}
      />
    </>
  );
}
