// What breaks a client between two descriptions of the API: something it calls is gone, something it sends is no longer taken, something
// it reads is no longer there, or goes by another name. More ways in, more members out and more words in an answer's lists break nobody.

/** Each break as a sentence. */
export function breaksBetween(before, after) {
  const breaks = [];
  for (const [path, methods] of Object.entries(before.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const now = after.paths[path]?.[method];
      const say = (what) => breaks.push(`${method.toUpperCase()} ${path}: ${what}`);
      if (!now) say('is gone');
      else compareOperations({ before, after, say }, operation, now);
    }
  }
  return [...new Set(breaks)];
}

/**
 * The breaks that no entry under [Unreleased] announces: one that says "Breaking", names the operation (`POST /v1/things`) and says of it what
 * the check says. So an entry about one break hides no other, neither of the same operation nor of its neighbours.
 */
export function unannounced(breaks, changelog) {
  const [, unreleased = ''] = changelog.split(/^## /m);
  const entries = unreleased.startsWith('[Unreleased]') ? unreleased.split(/^- /m).map((entry) => entry.replaceAll(/\s+/g, ' ')) : [];
  const told = entries.filter((entry) => /\bBreaking\b/.test(entry));
  return breaks.filter((each) => {
    const [operation, ...said] = each.split(': ');
    return !told.some((entry) => entry.includes(`\`${operation}\``) && entry.includes(said.join(': ')));
  });
}

function compareOperations(context, operation, now) {
  const { say } = context;
  if (operation.operationId !== now.operationId) say(`is called ${now.operationId}, before ${operation.operationId}`);
  if (operation['x-permission'] !== now['x-permission'])
    say(`needs the permission ${now['x-permission']}, before ${operation['x-permission']}`);
  compareParameters(context, operation.parameters ?? [], now.parameters ?? []);
  const [body, bodyNow] = [jsonSchema(operation.requestBody), jsonSchema(now.requestBody)];
  if (!operation.requestBody && now.requestBody?.required) say('asks for a body');
  if (body && bodyNow) sent(context, body, bodyNow, 'the body');
  for (const status of Object.keys(operation.responses).filter((each) => each.startsWith('2'))) {
    const answer = resolve(context.before, operation.responses[status]);
    const answerNow = resolve(context.after, now.responses[status]);
    if (!answerNow) say(`does not answer ${status} any more`);
    for (const media of Object.keys(answer.content ?? {})) {
      if (!answerNow?.content?.[media]) say(`does not answer ${status} as ${media} any more`);
      else answered(context, answer.content[media].schema, answerNow.content[media].schema, `the answer ${status}`);
    }
  }
}

function compareParameters(context, parameters, now) {
  const nameOf = ({ in: place, name }) => `${place} parameter "${name}"`;
  const known = new Map(now.map((parameter) => [nameOf(parameter), parameter]));
  const before = new Set(parameters.map(nameOf));
  for (const parameter of parameters) {
    const name = nameOf(parameter);
    const same = known.get(name);
    if (!same) context.say(`does not take the ${name} any more`);
    else if (same.required && !parameter.required) context.say(`the ${name} is required`);
    else if (same) sent(context, parameter.schema, same.schema, `the ${name}`);
  }
  for (const [name, { required }] of known) if (required && !before.has(name)) context.say(`the ${name} is new and required`);
}

function jsonSchema(body) {
  return body?.content?.['application/json']?.schema;
}

/** What clients send: whatever was taken must be taken still. */
function sent(context, before, after, where) {
  const [old, now] = [resolve(context.before, before), resolve(context.after, after)];
  if (!old || !now || isWalked(context, 'sent', before, after)) return;
  const typesNow = typesOf(now);
  if (typesNow && (typesOf(old) ?? ['anything']).some((type) => !typesNow.includes(type))) context.say(`${where} is of another type`);
  const words = wordsOf(now);
  if (words && (wordsOf(old) ?? ['anything']).some((word) => !words.includes(word))) context.say(`${where} takes fewer values`);
  for (const [limit, isTighter] of Object.entries(LIMITS)) {
    if (now[limit] !== undefined && (old[limit] === undefined || isTighter(now[limit], old[limit])))
      context.say(`${where} has a tighter "${limit}"`);
  }
  if (now.pattern !== undefined && now.pattern !== old.pattern) context.say(`${where} has another pattern`);
  for (const name of now.required ?? []) if (!(old.required ?? []).includes(name)) context.say(`${where}: "${name}" is required`);
  for (const [name, property] of Object.entries(old.properties ?? {})) {
    if (now.properties?.[name]) sent(context, property, now.properties[name], `${where}: "${name}"`);
    else if (now.additionalProperties === false) context.say(`${where}: "${name}" is not taken any more`);
  }
  if (old.items && now.items) sent(context, old.items, now.items, `an entry of ${where}`);
}

const LIMITS = {
  minimum: (now, old) => now > old,
  minLength: (now, old) => now > old,
  minItems: (now, old) => now > old,
  maximum: (now, old) => now < old,
  maxLength: (now, old) => now < old,
  maxItems: (now, old) => now < old,
};

/** What clients read: whatever was there must be there still, as what it was. */
function answered(context, before, after, where) {
  const [old, now] = [resolve(context.before, before), resolve(context.after, after)];
  if (!old || !now || isWalked(context, 'answered', before, after)) return;
  const typesOld = typesOf(old);
  if (typesOld && (typesOf(now) ?? ['anything']).some((type) => !typesOld.includes(type))) context.say(`${where} is of another type`);
  for (const [name, property] of Object.entries(old.properties ?? {})) {
    const same = now.properties?.[name];
    if (!same) context.say(`${where}: "${name}" is gone`);
    else if ((old.required ?? []).includes(name) && !(now.required ?? []).includes(name)) context.say(`${where}: "${name}" may be absent`);
    else answered(context, property, same, `${where}: "${name}"`);
  }
  if (old.items && now.items) answered(context, old.items, now.items, `an entry of ${where}`);
}

/** Named schemas may refer to themselves: a pair of them is compared once in each direction. */
function isWalked(context, direction, before, after) {
  if (!before.$ref || !after.$ref) return false;
  context.walked ??= new Set();
  const pair = `${direction} ${before.$ref} ${after.$ref}`;
  if (context.walked.has(pair)) return true;
  context.walked.add(pair);
  return false;
}

/** What is meant: a schema or an answer, or where it refers to a named one, that. */
function resolve(document, part) {
  if (part?.$ref === undefined) return part;
  const [kind, name] = part.$ref.split('/').slice(-2);
  return document.components[kind]?.[name];
}

/** The JSON types a schema allows, its choices' included; undefined where it names none. */
function typesOf({ type, anyOf }) {
  if (anyOf) return anyOf.every(typesOf) ? [...new Set(anyOf.flatMap(typesOf))] : undefined;
  if (type === undefined) return undefined;
  return [type].flat().flatMap((each) => (each === 'number' ? ['number', 'integer'] : [each]));
}

function wordsOf({ enum: words, const: word, anyOf }) {
  if (anyOf) return anyOf.every(wordsOf) ? anyOf.flatMap(wordsOf) : undefined;
  return words ?? (word === undefined ? undefined : [word]);
}
