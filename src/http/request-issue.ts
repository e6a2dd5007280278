// What can be wrong with a request's parameters and JSON body: one issue for each fault that the route's schema finds, in words that
// say what is right. Values are never repeated: they may be somebody's.

import { nearestName } from './nearest-name.ts';
import { RegistryError } from '../error.ts';
import type { RequestIssue } from '../error.ts';

/** Codes that only requests have; where a fault is one of a record's too, its code is that of `formats/issue.ts`. */
export const REQUEST_ISSUES = {
  parameter_unknown: 'There is no parameter of this name.',
  parameter_repeated: 'The parameter is given more than once.',
  member_unknown: 'There is no member of this name.',
  value_out_of_range: 'The value is smaller or larger than allowed.',
  form_wrong: 'The value has not the form that is asked for.',
} as const;

/** A schema as far as a message speaks of it. */
export interface SpokenSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly SpokenSchema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** A fault as the validator reports it. */
export interface SchemaFault {
  readonly keyword: string;
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly parentSchema?: SpokenSchema;
}

const CODE_OF_KEYWORD: Readonly<Record<string, string>> = {
  type: 'type_wrong',
  enum: 'enum_unknown',
  const: 'enum_unknown',
  anyOf: 'type_wrong',
  oneOf: 'type_wrong',
  required: 'required_missing',
  additionalProperties: 'member_unknown',
  unevaluatedProperties: 'member_unknown',
  maxLength: 'string_too_long',
  minimum: 'value_out_of_range',
  maximum: 'value_out_of_range',
};
const CODE_OF_FORMAT: Readonly<Record<string, string>> = {
  uuid: 'uuid_invalid',
  date: 'date_invalid',
  'date-time': 'date_time_invalid',
  uri: 'uri_invalid',
};
const FORMAT_WORDS: Readonly<Record<string, string>> = {
  uuid: 'a UUID',
  date: 'a calendar day, YYYY-MM-DD',
  'date-time': 'a date-time with an offset (RFC 3339)',
  uri: 'an absolute URI',
};

/** The refusal of a request with these faults. */
export function refuseRequest(issues: readonly RequestIssue[]): RegistryError {
  const [first] = issues;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more: see "issues")` : '';
  return new RegistryError('request_invalid', `${first?.message ?? 'The request cannot be read as asked.'}${more}`, { issues });
}

/** One issue for each fault in `part` of a request; what a choice's own branches lack is told by the choice. */
export function issuesOf(faults: readonly SchemaFault[], part: string): RequestIssue[] {
  const choices = faults.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf').map(({ schemaPath }) => `${schemaPath}/`);
  const told = faults.filter(({ schemaPath }) => !choices.some((choice) => schemaPath.startsWith(choice)));
  return told.map((fault) => issueOf(fault, part));
}

function issueOf(fault: SchemaFault, part: string): RequestIssue {
  const pointer = pointerOf(fault);
  const steps = pointer.split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const name = (part === 'body' ? steps.at(-1) : steps[1]) ?? '';
  const place = part === 'body' ? { pointer } : { parameter: name };
  return { code: codeOf(fault), ...place, message: messageOf(fault, name === '' ? 'The body' : quoted(name)) };
}

function codeOf({ keyword, parentSchema }: SchemaFault): string {
  if (keyword === 'format') return CODE_OF_FORMAT[parentSchema?.format ?? ''] ?? 'form_wrong';
  const isChoiceOfWords = parentSchema?.anyOf?.every((each) => 'const' in each || 'enum' in each) === true;
  if (isChoiceOfWords) return 'enum_unknown';
  return CODE_OF_KEYWORD[keyword] ?? 'form_wrong';
}

function pointerOf({ instancePath, params }: SchemaFault): string {
  const member = params['missingProperty'] ?? params['additionalProperty'] ?? params['unevaluatedProperty'];
  return typeof member === 'string' ? `${instancePath}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}` : instancePath;
}

function messageOf({ keyword, parentSchema = {} }: SchemaFault, name: string): string {
  if (keyword === 'required') return `${name} is missing: it is required.`;
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') {
    return unknownName(name.slice(1, -1), Object.keys(parentSchema.properties ?? {}), 'member');
  }
  if (keyword === 'minProperties') return `${name} must have at least one of ${Object.keys(parentSchema.properties ?? {}).join(', ')}.`;
  return `${name} must be ${expectationOf(parentSchema)}.`;
}

/** "There is no parameter "limt": did you mean "limit"?", or which there are. */
export function unknownName(name: string, known: readonly string[], kind: 'parameter' | 'member'): string {
  const nearest = nearestName(name, known);
  const start = `There is no ${kind} ${quoted(name)}`;
  if (nearest !== null) return `${start}: did you mean "${nearest}"?`;
  return known.length === 0 ? `${start}: none is taken here.` : `${start}. Known here: ${known.join(', ')}.`;
}

/** Names are the sender's, too: what does not look like one is not repeated. */
function quoted(name: string): string {
  return /^[A-Za-z][\w.-]{0,39}$/.test(name) ? `"${name}"` : 'of this name';
}

/** What is right, as the rest of a sentence. */
function expectationOf(schema: SpokenSchema): string {
  const { enum: values, const: value, anyOf, format, pattern, description } = schema;
  if (values) return values.length === 1 ? String(values[0]) : `one of ${values.join(', ')}`;
  if (value !== undefined) return JSON.stringify(value);
  if (anyOf) return anyOf.map(expectationOf).join(' or ');
  if (format !== undefined && FORMAT_WORDS[format] !== undefined) return FORMAT_WORDS[format];
  if (pattern !== undefined && description !== undefined) return inSentence(description);
  return typeWords(schema);
}

function typeWords(schema: SpokenSchema): string {
  const type = Array.isArray(schema.type) ? schema.type.join(' or ') : String(schema.type ?? 'something else');
  if (type === 'integer') return `a whole number${range(schema.minimum, schema.maximum)}`;
  if (type === 'number') return `a number${range(schema.minimum, schema.maximum)}`;
  if (type === 'string') return `text${range(schema.minLength, schema.maxLength, ' characters')}`;
  if (type === 'array') return `a list${range(schema.minItems, schema.maxItems, ' entries')}`;
  if (type === 'boolean') return 'true or false';
  return type === 'object' ? 'a JSON object' : type;
}

function range(min: number | undefined, max: number | undefined, unit = ''): string {
  const of = unit === '' ? '' : ' of';
  if (min !== undefined && max !== undefined) return unit === '' ? ` from ${min} to ${max}` : `${of} ${min} to ${max}${unit}`;
  if (max !== undefined) return `${of} at most ${max}${unit}`;
  return min === undefined ? '' : `${of} at least ${min}${unit}`;
}

/** The first sentence of a description, to go on with. */
function inSentence(description: string): string {
  const first = description.split(/\.(?:\s|$)/)[0] ?? '';
  return /^[A-Z][a-z]|^A /.test(first) ? first.charAt(0).toLowerCase() + first.slice(1) : first;
}
