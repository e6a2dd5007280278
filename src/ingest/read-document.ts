// A whole JSON document → the slices of its records. Broken JSON is refused as a whole: nothing of it is taken.

import { isUtf8 } from 'node:buffer';
import { recordsOf } from '../formats/index.ts';
import { RegistryError } from '../error.ts';
import type { Issue } from '../formats/issue.ts';
import type { Shape } from './request.ts';

export interface Document {
  readonly text: string;
  readonly kind: 'single' | 'array' | 'wrapped';
  readonly elements: readonly { start: number; end: number }[];
  /** Pointer to the list; empty for the document itself. */
  readonly pointer: string;
  /** Fixes that were applied to the document around its records. */
  readonly issues: readonly Issue[];
}

/** Throws `body_unreadable` where the bytes are no UTF-8, the text is no JSON (naming the place), or the shape is not the one asked for. */
export function readDocument(bytes: Buffer, shape: Shape, fixes: boolean): Document {
  if (!isUtf8(bytes)) throw new RegistryError('body_unreadable', 'The body is not valid UTF-8: send it as UTF-8.');
  const text = bytes.toString('utf8');
  if (text.trim() === '') throw new RegistryError('request_invalid', 'The body is empty: send at least one record.');
  const found = recordsOf(text, shape.wrappers, { fixes });
  if ('issue' in found) throw new RegistryError('body_unreadable', found.issue.message);
  checkShape(found, shape);
  return found;
}

function checkShape({ kind, elements }: Pick<Document, 'kind' | 'elements'>, { isWrapped, wrappers, recordsMax }: Shape): void {
  if (isWrapped && kind !== 'wrapped') {
    throw new RegistryError('body_unreadable', `The body must be an object with an array "${wrappers[0]}".`);
  }
  if (elements.length === 0) throw new RegistryError('request_invalid', 'The body holds no record: send at least one.');
  if (elements.length > recordsMax) {
    throw new RegistryError(
      'request_invalid',
      `The body holds ${elements.length} records; at most ${recordsMax} may come in one request: split it.`,
    );
  }
}
