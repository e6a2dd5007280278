// One's own account.

import { useQuery } from '@tanstack/react-query';
import { AccountParts } from '../accounts/account-page.tsx';
import { accountQuery } from '../../api/accounts.ts';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { TableSkeleton } from '../../parts/table-skeleton.tsx';
import { useSelf } from '../../api/session.ts';

export function OwnAccount() {
  const { account: own } = useSelf();
  const { data: account, error, refetch } = useQuery(accountQuery(own.id));
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />;
  return account ? <AccountParts account={account} /> : <TableSkeleton />;
}
