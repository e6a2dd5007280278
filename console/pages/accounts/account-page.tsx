// One account as the operator manages it.

import { Grid, Stack } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { AccountForm } from './account-form.tsx';
import { accountQuery, momentOf } from '../../api/accounts.ts';
import { BackLink } from '../../parts/back-link.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Page } from '../../parts/page.tsx';
import { PresetPermissions } from './preset-permissions.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Section } from '../../parts/section.tsx';
import { SetPassword } from './set-password.tsx';
import { ShutNotice, StateSteps } from './account-state.tsx';
import { StatusBadge } from '../../parts/badges.tsx';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { useSelf } from '../../api/session.ts';
import { ValueText, visible } from '../../parts/value-text.tsx';
import type { Account } from '../../api/accounts.ts';

export function AccountPage() {
  const { id } = useParams({ from: '/accounts/$id' });
  const { data: account, error, isPending, refetch } = useQuery(accountQuery(id));
  return (
    <Page
      title={account ? visible(account.name || account.username) : 'Account'}
      windowTitle="Account"
      before={<BackLink to="/accounts">Accounts</BackLink>}
      beside={account && <StatusBadge status={account.status} />}
      says={<CopyText value={id} what="account’s id" />}
      actions={account && <StateSteps account={account} />}
    >
      {error && <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {isPending && <TableSkeleton />}
      {account && <ShutNotice account={account} />}
      {account && <AccountParts account={account} />}
    </Page>
  );
}

/** A deleted account is to be recovered before it can be changed, and not everyone may change their own. */
export function AccountParts({ account }: { readonly account: Account }) {
  const { account: own, permissions } = useSelf();
  const mayChange = permissions.includes(own.id === account.id ? 'account.manage' : 'platform.manage');
  const isOpen = account.status !== 'deleted' && mayChange;
  const isOperators = own.id === account.id && permissions.includes('platform.manage');
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack gap="lg">{isOpen ? <AccountForm account={account} /> : <About account={account} />}</Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack gap="lg">
          {isOpen && <About account={account} />}
          {isOpen && <PresetPermissions account={account} offersPlatform={isOperators} />}
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

function About({ account }: { readonly account: Account }) {
  const { account: own } = useSelf();
  const { id, username, status, tm_create: created, tm_update: updated } = account;
  const isTheirs = id !== own.id && status !== 'deleted';
  return (
    <Section title="About" actions={isTheirs && <SetPassword account={account} />}>
      <Facts
        facts={[
          { name: 'Username', value: <ValueText value={username} /> },
          { name: 'Created', value: <TimeText at={momentOf(created)} /> },
          { name: 'Changed', value: momentOf(updated) === null ? 'never' : <TimeText at={momentOf(updated)} /> },
        ]}
      />
    </Section>
  );
}
