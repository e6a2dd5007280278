// JSON Pointers (RFC 6901).

/** The pointer to `member` of the object at `pointer`. */
export function memberOf(pointer: string, member: string): string {
  const isPlain = !member.includes('~') && !member.includes('/');
  return `${pointer}/${isPlain ? member : member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The members and indexes that a pointer goes through. */
export function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
