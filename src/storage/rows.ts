// Rows on their way to a statement that unnests one array a column: each is written as it comes, and need not be kept.

import { Column } from './binary-array.ts';
import type { ValueType } from './binary-array.ts';

/** Writes what one column holds of a row. */
export interface ColumnOf<Row> {
  open(countLikely: number): { push(row: Row): void; array(): Uint8Array };
}

/** A column of values of one type, and where a row has its value. */
export function column<Row, T>(type: ValueType<T>, valueIn: (row: Row) => T | null): ColumnOf<Row> {
  return {
    open(countLikely) {
      const values = new Column(type, countLikely);
      return { push: (row) => values.push(valueIn(row)), array: () => values.array() };
    },
  };
}

/** Rows written column by column, about `countLikely` of them. */
export class Rows<Row> {
  readonly #columns: readonly ReturnType<ColumnOf<Row>['open']>[];
  #count = 0;

  constructor(columns: readonly ColumnOf<Row>[], countLikely: number) {
    this.#columns = columns.map((each) => each.open(countLikely));
  }

  get count(): number {
    return this.#count;
  }

  push(row: Row): void {
    for (const each of this.#columns) each.push(row);
    this.#count += 1;
  }

  /** One parameter a column, in their order. */
  params(): Uint8Array[] {
    return this.#columns.map((each) => each.array());
  }
}
