// What changed of a customer, field by field: what was before, struck through, and what is now.

import { nameOf, textOf } from './value-words.ts';
import { TimeText } from './time-text.tsx';
import { ValueText } from './value-text.tsx';
import classes from './parts.module.css';

export interface ChangedValue {
  readonly pointer: string;
  readonly from: unknown;
  readonly to: unknown;
}

export function ChangedValues({ values }: { readonly values: readonly ChangedValue[] }) {
  return (
    <table className={classes['changes']}>
      <tbody>
        {values.map(({ pointer, from, to }) => (
          <tr key={pointer}>
            <th scope="row">{nameOf(pointer)}</th>
            <td>
              <Change from={from} to={to} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Change({ from, to }: { readonly from: unknown; readonly to: unknown }) {
  if (Array.isArray(from) || Array.isArray(to)) return <ListChange from={listIn(from)} to={listIn(to)} />;
  return (
    <>
      {!isNothing(from) && (
        <>
          <del className={classes['from']}>
            <Shown value={from} />
          </del>
          {' → '}
        </>
      )}
      <Shown value={to} />
    </>
  );
}

const TIME = /^\d{4}-\d\d-\d\dT.*Z$/;

function Shown({ value }: { readonly value: unknown }) {
  if (typeof value === 'string' && TIME.test(value)) return <TimeText at={value} />;
  const text = <ValueText value={textOf(value)} />;
  if (typeof value !== 'object' || value === null || !('at' in value)) return text;
  return (
    <>
      {text} (<TimeText at={String(value.at)} as="day" />)
    </>
  );
}

/** Entries that went, and entries that came; those that stayed say nothing. */
function ListChange({ from, to }: { readonly from: readonly unknown[]; readonly to: readonly unknown[] }) {
  const before = new Set(from.map(entryText));
  const after = new Set(to.map(entryText));
  const gone = [...before.difference(after)];
  const came = [...after.difference(before)];
  if (gone.length + came.length === 0) return <span className="quiet">only their times</span>;
  return (
    <>
      {gone.map((entry) => (
        <div key={`- ${entry}`}>
          <del className={classes['from']}>
            <ValueText value={entry} />
          </del>
        </div>
      ))}
      {came.map((entry) => (
        <div key={`+ ${entry}`}>
          <ValueText value={entry} />
        </div>
      ))}
    </>
  );
}

/** What an entry is known by and when it was stated says nothing to people. */
const BOOKKEEPING = new Set(['addressId', 'dependentId', 'sourceId', 'createdAt', 'updatedAt']);

function entryText(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) return textOf(entry);
  const told = Object.entries(entry).filter(([name]) => !BOOKKEEPING.has(name));
  return told.map(([, value]) => textOf(value)).join(', ');
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}
