// Before an import is taken back or brought back: what that will change, customer by customer.

import { Button, Group, List, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { Dialog } from '../../parts/dialog-form.tsx';
import { GRAVE } from '../../theme.ts';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
import { undoPlanQuery } from '../../api/imports.ts';
import type { UndoPlan } from '../../api/imports.ts';

interface UndoDialogProps {
  readonly id: string;
  /** Whether the import was undone, and is now to be brought back. */
  readonly isBack: boolean;
  readonly isOpen: boolean;
  readonly isPending: boolean;
  readonly onClose: () => void;
  readonly onUndo: () => void;
}

const SHOWN_MAX = 8;

export function UndoDialog(props: UndoDialogProps) {
  const { isBack, isOpen, onClose } = props;
  return (
    <Dialog title={isBack ? 'Bring this import back' : 'Undo this import'} size="lg" isOpen={isOpen} onClose={onClose}>
      <Question {...props} />
    </Dialog>
  );
}

function Question({ id, isBack, isPending, onClose, onUndo }: UndoDialogProps) {
  const { data: plan, error, isFetching } = useQuery(undoPlanQuery(id));
  return (
    <Stack>
      {error && <ProblemAlert problem={error} />}
      {!plan && isFetching && <TableSkeleton />}
      {plan && <Plan plan={plan} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Leave it
        </Button>
        <Button color={isBack ? 'indigo' : GRAVE} disabled={!plan} loading={isPending} onClick={onUndo}>
          {isBack ? 'Bring it back' : 'Undo it'}
        </Button>
      </Group>
    </Stack>
  );
}

function Plan({ plan: { mode, versions, confirmed, customers, removed, differences } }: { readonly plan: UndoPlan }) {
  const shown = differences.slice(0, SHOWN_MAX);
  return (
    <Stack gap="xs">
      <Text size="md">
        {mode === 'undo' ? 'Takes back' : 'Brings back'} {versions.toLocaleString()} versions of records. {customers.toLocaleString()}{' '}
        customers change{removed > 0 && `, ${removed.toLocaleString()} of them are left without a record and are removed`}.
        {confirmed > 0 && ` ${confirmed.toLocaleString()} versions stay, because others have said the same since.`}
      </Text>
      <List size="sm">
        {shown.map(({ customerId, status, fields }) => (
          <List.Item key={customerId}>
            <Link to="/customers/$id" params={{ id: customerId }} className="link mono">
              {customerId}
            </Link>{' '}
            {status === 'removed' ? 'is removed' : fields.join(', ')}
          </List.Item>
        ))}
      </List>
      {customers > shown.length && <Text size="sm">… and {(customers - shown.length).toLocaleString()} more.</Text>}
      <Text size="sm" c="dimmed">
        {mode === 'undo' ? 'Later changes by others stay. It can be brought back until the same day.' : 'It can be undone again.'}
      </Text>
    </Stack>
  );
}
