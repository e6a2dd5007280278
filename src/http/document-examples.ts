// An example of every body and answer in the document: the one that its schema states, else one composed of its members' examples.

interface Spoken {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly examples?: readonly unknown[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly anyOf?: readonly Spoken[];
  readonly properties?: Readonly<Record<string, Spoken>>;
  readonly required?: readonly string[];
  readonly items?: Spoken;
}

interface Media {
  readonly schema?: Spoken;
  example?: unknown;
  readonly examples?: unknown;
}

type Content = Readonly<Record<string, Media>>;

interface Operation {
  readonly requestBody?: { readonly content?: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

export interface ExampledDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Spoken>> };
}

const UUID = '6f0c2f3e-7d0b-8a51-9c1e-2b7a4f6d8e10';
const TIME = '2024-02-01T10:00:00.123456Z';

const BY_FORMAT: Readonly<Record<string, string>> = { uuid: UUID, 'date-time': TIME, date: '2024-02-01' };

/** What members of these names hold, where a schema says no more of them. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  id: UUID,
  requestId: '61772ecb-66ae-431b-8fc0-54668f3a0267',
  source: 'wasabi',
  sourceId: 'w-1001',
  format: 'wasabi',
  recordType: 'customer',
  limit: 50,
};

/** Gives every body and every answer of success an example; what cannot be composed stays without, which a test refuses. */
export function addExamples(document: ExampledDocument): void {
  for (const operation of Object.values(document.paths).flatMap((methods) => Object.values(methods))) {
    for (const media of mediaOf(operation)) {
      if (media.example !== undefined || media.examples !== undefined || !media.schema) continue;
      const example = exampleOf(document, media.schema, '');
      if (example !== undefined) media.example = example;
    }
  }
}

function mediaOf({ requestBody, responses }: Operation): Media[] {
  const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  return [requestBody, ...answers.map(([, answer]) => answer)].flatMap((part) => Object.values(part?.content ?? {}));
}

function exampleOf(document: ExampledDocument, schema: Spoken, name: string): unknown {
  const { $ref, anyOf, examples = [], type } = schema;
  if ($ref !== undefined) return exampleOf(document, document.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {}, name);
  const stated = [...examples, schema.const, ...(schema.enum ?? []), schema.default].find((each) => each !== undefined);
  if (stated !== undefined) return stated;
  if (anyOf?.[0]) return exampleOf(document, anyOf[0], name);
  if (type === 'object') return objectExample(document, schema);
  if (type === 'array') return listExample(document, schema, name);
  return BY_NAME[name] ?? plainExample(schema);
}

/** Members that may be absent are shown where they have an example or a default of their own. */
function objectExample(document: ExampledDocument, { properties = {}, required = [] }: Spoken): object | undefined {
  const shown = Object.entries(properties).filter(
    ([name, { examples, default: preset }]) => required.includes(name) || examples !== undefined || preset !== undefined,
  );
  const members = shown.map(([name, schema]): [string, unknown] => [name, exampleOf(document, schema, name)]);
  return members.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(members);
}

function listExample(document: ExampledDocument, { items }: Spoken, name: string): unknown[] | undefined {
  const entry = items && exampleOf(document, items, name);
  return entry === undefined ? undefined : [entry];
}

function plainExample({ type, format = '', minimum = 1 }: Spoken): unknown {
  if (type === 'integer' || type === 'number') return minimum;
  if (type === 'boolean') return false;
  return type === 'null' ? null : BY_FORMAT[format];
}
