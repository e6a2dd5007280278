// How a file is to be taken: as what, under which source, and what becomes of faulty records.

import { Checkbox, Select, SimpleGrid, TextInput } from '@mantine/core';
import type { Choices } from './look-through.ts';
import type { ImportSettings } from '../../api/imports.ts';
import type { Kind } from '../../../src/formats/recognize.ts';

export interface ImportWish extends Choices {
  readonly policy: NonNullable<ImportSettings['policy']>;
  /** Empty: the format's name. */
  readonly source: string;
}

interface ImportChoicesProps {
  readonly wish: ImportWish;
  readonly kind: Kind | null;
  readonly onChange: (part: Partial<ImportWish>) => void;
}

const POLICIES = [
  { value: 'reject_rows', label: 'are given back' },
  { value: 'reject_file', label: 'refuse the whole file' },
];

export function ImportChoices({ wish, kind, onChange }: ImportChoicesProps) {
  const isCobi = (wish.format === 'auto' ? kind?.format : wish.format) === 'cobi';
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} spacing="md">
      <Select
        label="Format"
        data={choicesOf(['cobi', 'wasabi', 'registry'], kind?.format)}
        value={wish.format}
        onChange={(format) => onChange({ format: format as ImportWish['format'], recordType: 'auto' })}
      />
      {isCobi && (
        <Select
          label="Records of"
          data={choicesOf(['customer', 'institute', 'course'], kind?.recordType)}
          value={wish.recordType}
          onChange={(recordType) => onChange({ recordType: recordType as ImportWish['recordType'] })}
        />
      )}
      <TextInput
        label="Source"
        placeholder={kind?.format ?? 'the format’s name'}
        value={wish.source}
        onChange={({ currentTarget: { value } }) => onChange({ source: value.trim() })}
      />
      <Select
        label="Faulty records"
        data={POLICIES}
        value={wish.policy}
        onChange={(policy) => onChange({ policy: policy as ImportWish['policy'] })}
      />
      <Checkbox
        label="Take every certain fix, such as GB for UK"
        checked={wish.takesFixes}
        onChange={({ currentTarget: { checked } }) => onChange({ takesFixes: checked })}
        style={{ alignSelf: 'end' }}
        pb={8}
      />
    </SimpleGrid>
  );
}

function choicesOf(names: readonly string[], found: string | undefined) {
  return [
    { value: 'auto', label: found === undefined ? 'As recognised' : `As recognised: ${found}` },
    ...names.map((name) => ({ value: name, label: name })),
  ];
}
