// The known name that a mistyped one was most likely meant to be.

const NAME_CHARACTERS_MAX = 40;

/** The known name that needs the fewest edits, where those are at most a third of its letters; letter case counts for nothing. */
export function nearestName(name: string, known: readonly string[]): string | null {
  if (name.length > NAME_CHARACTERS_MAX) return null;
  const scored = known.map((each) => ({ each, edits: editsBetween(plain(name), plain(each)) }));
  const [best] = scored.sort((a, b) => a.edits - b.edits);
  return best && best.edits <= Math.max(1, Math.floor(best.each.length / 3)) ? best.each : null;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '');
}

/** Levenshtein's distance, row by row. */
function editsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const replaced = (row[j - 1] as number) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[to.length] as number;
}
