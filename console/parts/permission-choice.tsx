// Permissions to choose from, each with what it allows. The one that stands for all of an account's takes the others' place.

import { Checkbox, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { permissionsQuery } from '../api/access-keys.ts';
import { ProblemAlert } from './problem-alert.tsx';
import { TableSkeleton } from './table-skeleton.tsx';
import { useSelf } from '../api/session.ts';
import type { PermissionName } from '../api/access-keys.ts';

const EVERYTHING: PermissionName = 'account.admin';
const OPERATOR: PermissionName = 'platform.manage';

interface PermissionChoiceProps {
  readonly label?: string;
  readonly description?: string;
  readonly chosen: readonly PermissionName[];
  readonly onChange: (chosen: PermissionName[]) => void;
  /** Whether the operator's permission can be among them. */
  readonly offersPlatform?: boolean;
}

export function PermissionChoice({ label, description, chosen, onChange, offersPlatform = true }: PermissionChoiceProps) {
  const { permissions: own } = useSelf();
  const { data: permissions, error } = useQuery(permissionsQuery);
  if (error) return <ProblemAlert problem={error} />;
  if (!permissions) return <TableSkeleton />;
  const isOffered = (name: PermissionName): boolean => own.includes(name) && (offersPlatform || name !== OPERATOR);
  const offered = permissions.filter(({ name }) => isOffered(name) || chosen.includes(name)).toSorted(byWeight);
  const hasAll = chosen.includes(EVERYTHING);
  const isImplied = (name: PermissionName): boolean => hasAll && name !== EVERYTHING && name !== OPERATOR;
  const shown = offered.map(({ name }) => name).filter((name) => isImplied(name) || chosen.includes(name));
  return (
    <Checkbox.Group label={label} description={description} value={shown} onChange={(names) => onChange(shortest(names))}>
      <Stack gap={10} mt="xs">
        {offered.map(({ name, detail }) => (
          <Checkbox key={name} value={name} label={name} description={detail} disabled={isImplied(name)} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

/** Without those that another one stands for. */
function shortest(names: PermissionName[]): PermissionName[] {
  return names.includes(EVERYTHING) ? names.filter((name) => name === EVERYTHING || name === OPERATOR) : names;
}

/** By name, but the one that stands for all comes first. */
function byWeight(left: { readonly name: string }, right: { readonly name: string }): number {
  return Number(right.name === EVERYTHING) - Number(left.name === EVERYTHING) || left.name.localeCompare(right.name);
}
