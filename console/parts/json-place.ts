// Where in a text that may be JSON the value of a pointer stands.

import { entryOf, valueAt } from '../../src/formats/json-place.ts';
import { valueIn } from './json-value.ts';
import { stepsOf } from '../../src/formats/pointer.ts';
import type { Slice } from '../../src/formats/json-skip.ts';

/** The place of the value at `pointer`; of the nearest value around it where the text lacks it; null in what is no JSON. */
export function placeOf(text: string, pointer: string): Slice | null {
  if (valueIn(text) === undefined) return null;
  let place = valueAt(text, 0);
  for (const step of stepsOf(pointer)) {
    const inner = entryOf(text, place, step);
    if (!inner) return place;
    place = inner.value;
  }
  return place;
}
