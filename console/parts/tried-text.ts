// What became of rejected records that were tried again, in a sentence.

import type { Tried } from '../api/rejections.ts';

export function triedText({ seen, taken, rejected }: Tried): string {
  const again = rejected > 0 ? `, ${rejected.toLocaleString()} rejected again` : '';
  const left = taken + rejected < seen ? ' The others need you.' : '';
  return `${taken.toLocaleString()} of ${seen.toLocaleString()} mended and taken${again}.${left}`;
}
