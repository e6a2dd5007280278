// Which rows of a table somebody has chosen.

import type { Dispatch, SetStateAction } from 'react';

export interface RowChoice {
  /** Keys of rows. */
  readonly chosen: ReadonlySet<string>;
  readonly setChosen: Dispatch<SetStateAction<ReadonlySet<string>>>;
}
