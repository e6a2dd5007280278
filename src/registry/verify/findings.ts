// What a verification finds: differences between what is stored and what it should be, told as they are met; ids and names only.

import type { Fault } from '../../storage/verify/bookkeeping.ts';

/** One difference. `subject` names a row by its ids, `detail` what is wrong with it, without any value a source sent. */
export interface Difference extends Fault {
  readonly accountId: string;
}

/** How much was looked at, and how much of it was wrong. */
export interface Verified {
  accounts: number;
  customers: number;
  records: number;
  versions: number;
  differences: number;
}

export class Findings {
  readonly counts: Verified = { accounts: 0, customers: 0, records: 0, versions: 0, differences: 0 };
  readonly #tell: (difference: Difference) => void;
  #accountId = '';

  constructor(tell: (difference: Difference) => void) {
    this.#tell = tell;
  }

  enter(accountId: string): void {
    this.#accountId = accountId;
    this.counts.accounts += 1;
  }

  add(fault: Fault): void {
    this.counts.differences += 1;
    this.#tell({ accountId: this.#accountId, ...fault });
  }
}
