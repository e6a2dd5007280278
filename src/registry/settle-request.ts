// The receipt of a request beside its commits: claimed before the first where its sender named it, closed after the last.

import { insertReceipt, settleReceipt } from '../storage/receipts.ts';
import { RegistryError } from '../error.ts';
import type { AccountScope } from '../core/account.ts';
import type { Deps } from './save-records.ts';
import type { ReceiptEnd, ReceiptOpening } from '../storage/receipts.ts';

/** Claims a request id that its sender chose. Throws `request_id_reused` where the account used it before. */
export async function claimRequest({ database }: Deps, scope: AccountScope, opening: ReceiptOpening): Promise<void> {
  const isNew = await database.forAccount(scope, (tx) => insertReceipt(tx, opening));
  if (isNew) return;
  throw new RegistryError(
    'request_id_reused',
    'This X-Request-Id was used before: choose a new one, or read its receipt at /v1/receipts/.',
  );
}

/** Closes the request's receipt, which is opened where no commit did; `notTaken` is what its sender may send again. */
export async function settleRequest({ database }: Deps, scope: AccountScope, opening: ReceiptOpening, end: ReceiptEnd): Promise<void> {
  await database.inTransaction(scope, (tx) => settleReceipt(tx, opening, end));
}
