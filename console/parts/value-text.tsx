// A value as a sender wrote it: text and nothing else, isolated from the direction of what stands beside it. Characters that would
// change how the text around them reads are shown by name.

const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

interface ValueTextProps {
  readonly value: string | null | undefined;
  readonly isCode?: boolean;
  /** On one line, cut with an ellipsis; the whole is on hover. */
  readonly isCut?: boolean;
}

export function ValueText({ value, isCode = false, isCut = false }: ValueTextProps) {
  if (value === null || value === undefined) return <span aria-label="not known">–</span>;
  const shown = visible(value);
  const className = isCode ? 'mono' : undefined;
  if (!isCut) return <bdi className={className}>{shown}</bdi>;
  return (
    <bdi className={`cut ${className ?? ''}`} title={shown}>
      {shown}
    </bdi>
  );
}

/** The text with every character that hides or reorders others spelled out. */
export function visible(value: string): string {
  return value.replaceAll(INVISIBLE, (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}
