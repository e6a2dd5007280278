// Every customer against the projection of its linked records: the stored document, and the columns beside it.

import { documentOf } from '../save/project-customers.ts';
import { placeKeys } from '../../core/search-text.ts';
import { project } from '../../core/project.ts';
import type { CustomerContent } from '../../core/customer.ts';
import type { Findings } from './findings.ts';
import type { KeptCustomer } from '../../storage/verify.ts';
import type { Linked } from './walk-records.ts';

/** Walks both along the customers' ids, and tells of customers without projection and projections without customer too. */
export async function checkCustomers(
  pages: AsyncIterable<KeptCustomer[]>,
  linked: AsyncIterable<Linked>,
  findings: Findings,
): Promise<void> {
  const walk = new LinkedWalk(linked, findings);
  for await (const page of pages) {
    for (const customer of page) checkCustomer(customer, await walk.of(customer.customerId), findings);
  }
  await walk.finish();
}

/** What links make, asked for in the order of the customers' ids; what nobody asks for belongs to no customer. */
class LinkedWalk {
  readonly #linked: AsyncIterator<Linked, unknown, undefined>;
  readonly #findings: Findings;
  #next: IteratorResult<Linked, unknown> | undefined;

  constructor(linked: AsyncIterable<Linked>, findings: Findings) {
    this.#linked = linked[Symbol.asyncIterator]();
    this.#findings = findings;
  }

  async of(customerId: string): Promise<Linked | null> {
    this.#next ??= await this.#linked.next();
    while (this.#next.done !== true && this.#next.value.customerId < customerId) this.#next = await this.#pass(this.#next.value);
    if (this.#next.done === true || this.#next.value.customerId !== customerId) return null;
    const own = this.#next.value;
    this.#next = await this.#linked.next();
    return own;
  }

  async finish(): Promise<void> {
    this.#next ??= await this.#linked.next();
    while (this.#next.done !== true) this.#next = await this.#pass(this.#next.value);
  }

  #pass({ customerId }: Linked): Promise<IteratorResult<Linked, unknown>> {
    const detail = 'records are linked to it, and there is no such customer';
    this.#findings.add({ check: 'link_customers', subject: `customer ${customerId}`, detail });
    return this.#linked.next();
  }
}

function checkCustomer(customer: KeptCustomer, linked: Linked | null, findings: Findings): void {
  findings.counts.customers += 1;
  if (customer.isErased || linked?.isWhole === false) return;
  const content = project(linked?.records ?? []);
  const subject = `customer ${customer.customerId}`;
  const document = documentOf(customer.customerId, content, customer.version);
  if (document !== customer.document) {
    const members = differingMembers(document, customer.document);
    findings.add({ check: 'customer_document', subject, detail: `its document has another ${members} than its records make` });
  }
  const expected = columnsOf(content);
  const columns = Object.keys(expected).filter((name) => expected[name] !== customer.columns[name]);
  if (columns.length > 0)
    findings.add({ check: 'customer_columns', subject, detail: `${columns.join(', ')} are not what its records make` });
}

function columnsOf(content: CustomerContent): Record<string, string | null> {
  const place = placeKeys(content.addresses);
  return {
    status: content.status,
    birth_date: content.birthDate,
    gender: content.gender,
    country: content.country,
    institute_id: content.education.instituteId,
    course_id: content.education.courseId,
    consent_marketing: content.consents.marketing.state,
    consent_sms: content.consents.sms.state,
    created_at: content.createdAt,
    updated_at: content.updatedAt,
    address_line: place.line,
    address_city: place.city,
    address_zip: place.zip,
  };
}

/** Names of the members in which two documents differ. */
function differingMembers(expected: string, stored: string | null): string {
  const [a, b] = [membersOf(expected), membersOf(stored ?? '{}')];
  const names = [...new Set([...a.keys(), ...b.keys()])].filter((name) => a.get(name) !== b.get(name));
  return names.length > 0 ? names.join(', ') : 'spelling';
}

function membersOf(document: string): Map<string, string> {
  try {
    return new Map(Object.entries(JSON.parse(document) as object).map(([name, value]) => [name, JSON.stringify(value)]));
  } catch {
    return new Map();
  }
}
