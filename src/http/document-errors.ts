// The errors of operations in the document: each is described once, under a name made of its codes, and every operation that can give it
// refers to it there.

interface Answer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, object>>;
  readonly content?: Readonly<Record<string, { readonly schema?: { readonly $ref?: string } }>>;
}

interface Operation {
  readonly responses: Record<string, Answer | { readonly $ref: string }>;
}

export interface FaultyDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { responses?: Record<string, Answer> };
}

/** What the names of each form of error begin with. */
const FORMS: Readonly<Record<string, string>> = {
  '#/components/schemas/Problem': '',
  '#/components/schemas/CobiError': 'Cobi',
  '#/components/schemas/VoipbinError': 'Voipbin',
};
const CODE = /`([a-z_]+)`: /g;
const REPLAYED = 'Idempotency-Replayed';

/** Moves every error that is one of the three forms and nothing else to the document's shared answers. */
export function shareErrors(document: FaultyDocument): void {
  const shared = new Map<string, Answer>();
  for (const { responses } of Object.values(document.paths).flatMap((methods) => Object.values(methods))) {
    for (const [status, answer] of Object.entries(responses)) {
      const name = '$ref' in answer ? null : nameOf(answer);
      if (name === null) continue;
      shared.set(name, answer as Answer);
      responses[status] = { $ref: `#/components/responses/${name}` };
    }
  }
  document.components.responses = Object.fromEntries([...shared].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** `RequestInvalidOrBodyUnreadable`; null: this is no error, or one of a form of its operation's own. */
function nameOf({ description, headers = {}, content = {} }: Answer): string | null {
  const form = FORMS[Object.values(content)[0]?.schema?.$ref ?? ''];
  const codes = [...description.matchAll(CODE)].map(([, code = '']) => pascal(code));
  if (form === undefined || codes.length === 0) return null;
  return `${form}${codes.join('Or')}${REPLAYED in headers ? 'OrReplayed' : ''}`;
}

function pascal(code: string): string {
  return code.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
