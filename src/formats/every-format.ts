// The formats that the registry speaks, one entry each. A new one is its folder, its entry here and its name in `Format`.

import { checkCobi } from './cobi/parse.ts';
import { checkRegistry } from './registry/parse.ts';
import { checkWasabi } from './wasabi/parse.ts';
import { COBI_KNOWN } from './cobi/schema.ts';
import { cobiBrief, cobiPointers, cobiPortrait, cobiStatement, composeCobi } from './cobi/fields.ts';
import { composeRegistry, registryBrief, registryPointers, registryPortrait, registryStatement } from './registry/fields.ts';
import { composeWasabi, wasabiPointers, wasabiPortrait } from './wasabi/portrait.ts';
import { REGISTRY_KNOWN } from './registry/schema.ts';
import { WASABI_KNOWN } from './wasabi/schema.ts';
import { wasabiBrief, wasabiStatement } from './wasabi/fields.ts';
import type { Format } from './record.ts';
import type { FormatRules } from './format-rules.ts';

export const FORMATS: Readonly<Record<Format, FormatRules>> = {
  cobi: {
    check: checkCobi,
    statement: cobiStatement,
    brief: cobiBrief,
    portrait: cobiPortrait,
    compose: composeCobi,
    fields: cobiPointers,
    known: COBI_KNOWN,
  },
  wasabi: {
    check: checkWasabi,
    statement: wasabiStatement,
    brief: wasabiBrief,
    portrait: wasabiPortrait,
    compose: composeWasabi,
    fields: wasabiPointers,
    known: WASABI_KNOWN,
  },
  registry: {
    check: checkRegistry,
    statement: registryStatement,
    brief: registryBrief,
    portrait: registryPortrait,
    compose: composeRegistry,
    fields: registryPointers,
    known: REGISTRY_KNOWN,
  },
};
