// What can be done about an import as it stands: stop it, have it go on, take it back, get its rejected records.

import { Button } from '@mantine/core';
import { IconArrowBackUp, IconDownload, IconFileImport, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { ChooseFile } from '../../parts/choose-file.tsx';
import { rejectsLink, useImportStep } from '../../api/imports.ts';
import { say } from '../../parts/say.ts';
import { startImport, triedQuery } from '../../api/uploads.ts';
import { UndoDialog } from './undo-dialog.tsx';
import { useSetOut } from '../../parts/set-out.ts';
import type { Import, ImportStep } from '../../api/imports.ts';
import type { Tried } from '../../api/uploads.ts';

const STOPPABLE: ReadonlySet<string> = new Set(['uploading', 'waiting', 'checking', 'running']);
const ENDED: ReadonlySet<string> = new Set(['finished', 'canceled', 'failed', 'undone']);
const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

export function ImportSteps({ job }: { readonly job: Import }) {
  const { id, state, dryRun, undoableUntil } = job;
  const { rejected } = (job.plan ?? job).outcomes;
  const [isUndoing, dialog] = useDisclosure();
  const step = useImportStep(id);
  const take = (name: ImportStep): void => step.mutate(name, { onError: ({ message }) => say(message, 'red') });
  const isUndoable = ENDED.has(state) && undoableUntil !== null && Date.parse(undoableUntil) > Date.now();
  return (
    <>
      {STOPPABLE.has(state) && (
        <Button variant="default" leftSection={<IconPlayerStop {...ICON} />} loading={step.isPending} onClick={() => take('cancel')}>
          Stop
        </Button>
      )}
      {ENDED.has(state) && rejected > 0 && (
        <Button variant="default" component="a" href={rejectsLink(id)} download={rejectsName(job)} leftSection={<IconDownload {...ICON} />}>
          Rejected records
        </Button>
      )}
      {isUndoable && (
        <Button variant="default" leftSection={<IconArrowBackUp {...ICON} />} onClick={dialog.open}>
          {state === 'undone' ? 'Bring back …' : 'Undo …'}
        </Button>
      )}
      {dryRun && state === 'finished' && <TakeIn id={id} />}
      {state === 'canceled' && (
        <Button leftSection={<IconPlayerPlay {...ICON} />} loading={step.isPending} onClick={() => take('resume')}>
          Go on
        </Button>
      )}
      <UndoDialog
        id={id}
        isBack={state === 'undone'}
        isOpen={isUndoing}
        isPending={step.isPending}
        onClose={dialog.close}
        onUndo={() => {
          dialog.close();
          take('undo');
        }}
      />
    </>
  );
}

/** What was tried, for good: with the file that this browser still holds, else with one that is chosen anew. */
function TakeIn({ id }: { readonly id: string }) {
  const { data: tried } = useQuery(triedQuery(id));
  const setOut = useSetOut();
  const start = useMutation({
    mutationFn: ({ file, settings }: Tried) => startImport(file, settings),
    onMutate: setOut,
    onSuccess: ({ id: taken }, _tried, lead) => lead({ to: '/imports/$id', params: { id: taken } }),
    onError: ({ message }) => say(message, 'red'),
  });
  if (!tried) return <ChooseFile />;
  return (
    <Button leftSection={<IconFileImport {...ICON} />} loading={start.isPending} onClick={() => start.mutate(tried)}>
      Import it
    </Button>
  );
}

/** `students.csv` → `students.rejects.csv`. */
function rejectsName({ name, carrier }: Import): string {
  const stem = name.replace(/\.(csv|tsv|json|ndjson|jsonl|gz|zst)\b.*$/i, '') || 'import';
  return `${stem}.rejects.${carrier === 'csv' ? 'csv' : 'ndjson'}`;
}
