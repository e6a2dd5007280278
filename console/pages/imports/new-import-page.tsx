// A chosen file before it goes up: what was recognised, what its columns fill, what is wrong with its first records, and how to take it.

import { Button, Group, Stack } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { ChooseFile } from '../../parts/choose-file.tsx';
import { chooseFile, useChosenFile } from '../../api/chosen-file.ts';
import { BackLink } from '../../parts/back-link.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FirstRecords } from './first-records.tsx';
import { ImportChoices } from './import-choices.tsx';
import { lookThrough } from './look-through.ts';
import { MappingTable } from './mapping-table.tsx';
import { Page } from '../../parts/page.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { readFileStart } from './file-start.ts';
import { Section } from '../../parts/section.tsx';
import { sizeText } from './size-text.ts';
import { startImport } from '../../api/uploads.ts';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
import { useSetOut } from '../../parts/set-out.ts';
import { visible } from '../../parts/value-text.tsx';
import type { FileStart } from './file-start.ts';
import type { ImportSettings } from '../../api/imports.ts';
import type { ImportWish } from './import-choices.tsx';

const AS_RECOGNISED: ImportWish = { format: 'auto', recordType: 'auto', policy: 'reject_rows', takesFixes: false, source: '', mapping: {} };

export function NewImportPage() {
  const file = useChosenFile();
  return (
    <Page
      title={file ? visible(file.name) : 'Import a file'}
      windowTitle="Import a file"
      says={file && sizeText(file.size)}
      before={<BackLink to="/imports">Imports</BackLink>}
    >
      {file ? <Chosen key={`${file.name} ${file.lastModified}`} file={file} /> : <NoFile />}
    </Page>
  );
}

function NoFile() {
  return (
    <EmptyState icon={IconFileImport} title="Drop a file here" actions={<ChooseFile />}>
      No file is chosen: a page that is loaded anew forgets it.
    </EmptyState>
  );
}

function Chosen({ file }: { readonly file: File }) {
  const { data: start } = useQuery({
    queryKey: ['file start', file.name, file.size, file.lastModified],
    queryFn: () => readFileStart(file),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return start ? <Prepared file={file} start={start} /> : <TableSkeleton />;
}

function Prepared({ file, start }: { readonly file: File; readonly start: FileStart }) {
  const [wish, setWish] = useState(AS_RECOGNISED);
  const seen = useMemo(() => lookThrough(start, wish), [start, wish]);
  const change = (part: Partial<ImportWish>): void => setWish((before) => ({ ...before, ...part }));
  const setField = (column: string, field: string | null | undefined): void =>
    setWish((before) => ({ ...before, mapping: mappingWith(before.mapping, column, field) }));
  return (
    <Stack gap="md">
      <Section title="What it holds" says={recognised(start, seen.kind)}>
        <ImportChoices wish={wish} kind={seen.kind} onChange={change} />
      </Section>
      {seen.columns && <MappingTable columns={seen.columns} fields={seen.fields} onChange={setField} />}
      <FirstRecords seen={seen} start={start} />
      <StartButtons file={file} wish={wish} />
    </Stack>
  );
}

function StartButtons({ file, wish }: { readonly file: File; readonly wish: ImportWish }) {
  const setOut = useSetOut();
  const start = useMutation({
    mutationFn: (dryRun: boolean) => startImport(file, { ...settingsOf(wish), dryRun }),
    onMutate: setOut,
    onSuccess: ({ id }, _dryRun, lead) => {
      chooseFile(null);
      lead({ to: '/imports/$id', params: { id }, replace: true });
    },
  });
  return (
    <Stack gap="sm">
      {start.error && <ProblemAlert problem={start.error} />}
      <Group>
        <Button onClick={() => start.mutate(false)} loading={start.isPending && !start.variables}>
          Import
        </Button>
        <Button variant="default" onClick={() => start.mutate(true)} loading={start.isPending && start.variables}>
          See what it would change
        </Button>
        <Button variant="default" component={Link} to="/imports" onClick={() => chooseFile(null)}>
          Not now
        </Button>
      </Group>
    </Stack>
  );
}

const CARRIERS = { table: 'A table', lines: 'One record a line', list: 'A list of records', document: 'One record' } as const;

function recognised(start: FileStart, kind: { format: string; recordType: string } | null): string {
  if (start.carrier === 'unreadable') return start.why;
  const what = CARRIERS[start.carrier];
  return kind ? `${what}, recognised as ${kind.format} (${kind.recordType})` : `${what}; nothing tells which format it is: choose one.`;
}

/** A column as it is chosen; `undefined` leaves it to its name. */
function mappingWith(mapping: ImportWish['mapping'], column: string, field: string | null | undefined): ImportWish['mapping'] {
  const { [column]: _before, ...others } = mapping;
  return field === undefined ? others : { ...others, [column]: field };
}

/** Only what was chosen: the registry recognises the rest in the whole file. */
function settingsOf({ format, recordType, policy, takesFixes, source, mapping }: ImportWish): ImportSettings {
  return {
    format,
    recordType,
    policy,
    ...(takesFixes && { fixes: 'apply' as const }),
    ...(source !== '' && { source }),
    ...(Object.keys(mapping).length > 0 && { mapping: JSON.stringify(mapping) }),
  };
}
