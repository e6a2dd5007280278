// Lists as commands print them: a table for people at a terminal, the same cells parted by tabs and with whole times for other programs.

export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => string | null;
  /** Shown to the minute at a terminal; what is far off, as VoIPBin writes "not yet", is shown as nothing. */
  readonly isTime?: true;
}

/** The lines of a list. */
export function tableOf<T>(rows: readonly T[], columns: readonly Column<T>[], isTerminal: boolean): string[] {
  const cells = rows.map((row) => columns.map((column) => cellText(column, column.cell(row), isTerminal)));
  if (!isTerminal) return cells.map((row) => row.join('\t'));
  const all = [columns.map(({ title }) => title), ...cells];
  const widths = columns.map((_column, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

const TO_THE_MINUTE = 16;
const NEVER = '9999-';

function cellText({ isTime }: Pick<Column<never>, 'isTime'>, cell: string | null, isTerminal: boolean): string {
  const text = cell ?? '';
  if (!isTerminal) return oneLine(text);
  if (text === '' || (isTime && text.startsWith(NEVER))) return '–';
  return isTime ? text.slice(0, TO_THE_MINUTE).replace('T', ' ') : oneLine(text);
}

/** One line whatever is in it: names are the accounts' own, and may hold what steers a terminal. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}
