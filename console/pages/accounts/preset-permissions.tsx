// What new access keys of an account start with; keys that exist keep theirs.

import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { namesOf, permissionsQuery } from '../../api/access-keys.ts';
import { PermissionChoice } from '../../parts/permission-choice.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { say } from '../../parts/say.ts';
import { Section } from '../../parts/section.tsx';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
import { usePermitAccount } from '../../api/accounts.ts';
import type { Account } from '../../api/accounts.ts';
import type { KnownPermission } from '../../api/access-keys.ts';

interface PresetPermissionsProps {
  readonly account: Account;
  readonly offersPlatform: boolean;
}

export function PresetPermissions(props: PresetPermissionsProps) {
  const { data: known, error } = useQuery(permissionsQuery);
  return (
    <Section
      title="Permissions of new keys"
      says="What access keys start with that do not say what they may do. Keys that exist keep theirs."
    >
      {error && <ProblemAlert problem={error} />}
      {known ? <Choice {...props} known={known} /> : <TableSkeleton />}
    </Section>
  );
}

interface ChoiceProps extends PresetPermissionsProps {
  readonly known: readonly KnownPermission[];
}

function Choice({ account, offersPlatform, known }: ChoiceProps) {
  const permit = usePermitAccount(account.id);
  const held = namesOf(account.permission_ids, known);
  const [chosen, setChosen] = useState(held);
  const isSame = chosen.length === held.length && held.every((name) => chosen.includes(name));
  const save = (): void => {
    const ids = known.filter(({ name }) => chosen.includes(name)).map(({ id }) => id);
    permit.mutate(ids, { onSuccess: () => say('New keys start with these permissions.') });
  };
  return (
    <Stack>
      <PermissionChoice chosen={chosen} onChange={setChosen} offersPlatform={offersPlatform} />
      {permit.error && <ProblemAlert problem={permit.error} />}
      <div>
        <Button variant="default" onClick={save} loading={permit.isPending} disabled={isSame}>
          Save permissions
        </Button>
      </div>
    </Stack>
  );
}
