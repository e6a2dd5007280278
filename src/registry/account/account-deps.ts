// What operations on accounts need besides the store: the box of their secrets, and how long a deleted account can be recovered.

import type { Deps } from '../save-records.ts';
import type { SecretBox } from '../../core/secret-box.ts';

export interface AccountDeps extends Deps {
  readonly secrets: SecretBox;
  /** Days after a deletion until the account is purged. */
  readonly graceDays: number;
}
