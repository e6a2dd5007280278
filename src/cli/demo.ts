// `clientele demo`: a small story in the senders' own formats, sent to a running server; prints what became of every record.

import { convertCustomer } from '../formats/index.ts';
import { askServer, sendToServer, withServerFlags } from './server.ts';
import { ORGANIZATION, STORY, STUDENT_ID } from '../story.ts';
import { RegistryError } from '../error.ts';
import { systemClock } from '../clock.ts';
import { zeroCounts } from '../core/outcome.ts';
import type { Chapter } from '../story.ts';
import type { Command } from 'commander';
import type { Issue } from '../formats/issue.ts';
import type { OutcomeCounts } from '../core/outcome.ts';
import type { ServerFlags } from './server.ts';

/** What both formats' answers say of a request, whatever they call it. */
interface Told {
  readonly outcomes: OutcomeCounts;
  readonly issues: readonly Issue[];
}

interface CobiAnswer {
  readonly batches: readonly { readonly data: Told }[];
}

export function demoCommand(program: Command): void {
  withServerFlags(program.command('demo'))
    .description('send a small story to a running server and print what became of each record')
    .addHelpText(
      'after',
      `
The records are the source documents' own examples and invented people; they stay in the account whose access key is used.
A second run shows the same records as unchanged or stale.`,
    )
    .action(demo);
}

async function demo(flags: ServerFlags): Promise<void> {
  for (const [at, chapter] of STORY.entries()) {
    say(`${at + 1}. ${chapter.title}.`);
    tell(await send(flags, chapter));
  }
  say(
    `${STORY.length + 1}. VoIPBin's customers are organizations: "${ORGANIZATION.username}" would be an account of the registry, which owns people; it is no person, and is not converted into one.`,
  );
  await showCustomer(flags);
}

/** A request with faulty records is answered with what became of them; only a refusal of the whole request is an error. */
async function send(flags: ServerFlags, { path, contentType, body }: Chapter): Promise<Told> {
  const answer = await sendToServer(flags, { method: 'POST', path, contentType, body });
  const told = (await answer.json()) as Partial<Told & CobiAnswer> & { message?: string; detail?: string };
  const { outcomes, issues = [] } = told.batches?.[0]?.data ?? told;
  if (outcomes) return { outcomes, issues };
  throw new RegistryError('unavailable', `The server refused the request: ${told.detail ?? told.message ?? 'it does not say why'}`);
}

function tell({ outcomes, issues }: Told): void {
  const names = Object.keys(zeroCounts()) as (keyof OutcomeCounts)[];
  const counts = names.filter((name) => outcomes[name] > 0).map((name) => `${outcomes[name]} ${name}`);
  say(`   → ${counts.join(', ')}`);
  for (const { severity, code, pointer, message, suggestion } of issues) {
    const fix = suggestion === undefined ? '' : ` Suggestion: ${JSON.stringify(suggestion)}.`;
    say(`     ${severity} ${code} at ${pointer}: ${message}${fix}`);
  }
}

async function showCustomer(flags: ServerFlags): Promise<void> {
  const read = async (path: string): Promise<string> => (await askServer(flags, { method: 'GET', path })).text();
  const { data } = JSON.parse(await read('/v1/customers?limit=200')) as { data: Customer[] };
  const customer = data.find(({ externalIdentifiers }) => externalIdentifiers.some(({ id }) => id === STUDENT_ID));
  if (!customer) throw new RegistryError('not_found', 'The customer of the story is not among the latest 200: use an account of its own.');
  say(`\nThe customer as the registry shows it:\n${JSON.stringify(customer, null, 2)}`);
  say(`\nAs Cobi said it:\n${await read(`/cobi/v1/data/customers/${STUDENT_ID}`)}`);
  say(`\nAs Wasabi said it:\n${await read(`/wasabi/customers/${STUDENT_ID}`)}`);
  for (const format of ['cobi', 'wasabi'] as const) sayConverted(customer, format);
}

/** The whole customer, all sources together, as one record of a format. */
function sayConverted(customer: Customer, format: 'cobi' | 'wasabi'): void {
  const converted = convertCustomer(customer, format, { now: systemClock().now() });
  if ('refused' in converted) return say(`\nThe whole customer has no form in ${format}: ${converted.refused.message}`);
  say(`\nThe whole customer in ${format}'s form:\n${converted.record.text}\nWhat that form cannot hold:`);
  for (const { kind, pointer, reason } of converted.losses) say(`   ${kind} ${pointer}: ${reason}`);
}

type Customer = Parameters<typeof convertCustomer>[0];

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
