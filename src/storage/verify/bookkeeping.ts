// The sums and sequences of one account, each checked by one statement that gives only what is wrong: `subject` (ids alone) and
// `detail`. The database does the adding; what comes back fits into memory, page by page.

import { OUTCOMES } from '../../core/outcome.ts';
import { pagesOf } from './cursor.ts';
import type { AccountTx } from '../database.ts';

/** Something that is not as the rest of the store says. */
export interface Fault {
  readonly check: string;
  readonly subject: string;
  readonly detail: string;
}

/** Commits: 1, 2, 3 … without a gap, each later than the one before, the counter on the last; an event of the account since makes it later. */
const COMMITS = {
  commit_numbers: `select 'commit ' || commit_no as subject, 'its number does not follow ' || before as detail
from (select commit_no, coalesce(lag(commit_no) over (order by commit_no), 0) as before from commit where account_id = $1) c
where commit_no <> before + 1`,

  commit_times: `select 'commit ' || commit_no as subject, 'it is not recorded later than the one before' as detail
from (select commit_no, recorded_at, lag(recorded_at) over (order by commit_no) as before from commit where account_id = $1) c
where recorded_at <= before`,

  commit_counter: `select 'the account''s counter' as subject, 'it does not stand on the last commit' as detail
from (select $1::uuid as account_id) a left join account_counter k on k.account_id = a.account_id
left join lateral (select commit_no, recorded_at from commit where account_id = $1 order by commit_no desc limit 1) c on true
where k.commit_no is distinct from coalesce(c.commit_no, 0) or k.recorded_at < c.recorded_at`,

  version_commits: `select 'version ' || version_no || ' of ' || source || '/' || record_type || '/' || source_id as subject, 'its commit is not recorded' as detail
from version v where account_id = $1 and not exists (select from commit k where k.account_id = $1 and k.commit_id = v.commit_id)`,

  link_commits: `select 'link of customer ' || customer_id || ' to ' || source || '/' || source_id as subject, 'its commit is not recorded' as detail
from link l where account_id = $1 and not exists (select from commit k where k.account_id = $1 and k.commit_id = l.commit_id)`,

  rejection_commits: `select 'rejection ' || rejection_id as subject, 'its commit is not recorded' as detail
from rejection j where account_id = $1 and not exists (select from commit k where k.account_id = $1 and k.commit_id = j.commit_id)`,
};

/** Changes up to this one are no longer kept. */
const HORIZON = `coalesce((select sequence from change_horizon where account_id = $1), 0)`;

/** The change feed: 1, 2, 3 … without a gap, in commit order, one chain of versions a customer; deliveries are of changes. */
const CHANGES = {
  change_numbers: `select 'change ' || sequence as subject, 'its number does not follow ' || before as detail
from (select sequence, coalesce(lag(sequence) over (order by sequence), ${HORIZON}) as before from change where account_id = $1) c
where sequence <> before + 1`,

  change_counter: `select 'the account''s counter' as subject, 'it does not stand on the last change' as detail
from (select $1::uuid as account_id) a left join account_counter k on k.account_id = a.account_id
where k.change_sequence is distinct from coalesce((select max(sequence) from change where account_id = $1), ${HORIZON})`,

  change_commits: `select 'change ' || c.sequence as subject, 'its commit is not recorded, or is earlier than that of the change before' as detail
from (select sequence, commit_no, lag(commit_no) over (order by sequence) as before from change where account_id = $1) c
left join commit k on k.account_id = $1 and k.commit_no = c.commit_no where k.commit_no is null or c.commit_no < c.before`,

  change_versions: `select 'change ' || sequence || ' of customer ' || customer_id as subject, 'it is not the next version of its customer' as detail
from (select sequence, customer_id, type, version, coalesce(lag(version) over (partition by customer_id order by sequence),
    case when ${HORIZON} = 0 then 0 when type <> 'customer.created' then version - 1 else 0 end) as before
  from change where account_id = $1) c
where version <> before + 1 or (type = 'customer.created') <> (before = 0)`,

  customer_changes: `select 'customer ' || customer_id as subject, case
    when c.version is null then 'there are changes of it, and no such customer'
    when h.version is distinct from c.version then 'its version is not that of its last change'
    else 'changed_at is not the time of its last change' end as detail
from (select customer_id, version, changed_at from customer where account_id = $1) c
full join (select customer_id, max(version) as version, max(commit_no) as commit_no from change where account_id = $1 group by customer_id) h using (customer_id)
left join (select commit_no, recorded_at from commit where account_id = $1) k on k.commit_no = h.commit_no
where (h.version is distinct from c.version or k.recorded_at is distinct from c.changed_at) and (h.version is not null or ${HORIZON} = 0)`,

  delivery_changes: `select 'delivery ' || d.delivery_id as subject, 'there is no such change of this customer' as detail
from delivery d where account_id = $1 and type like 'customer.%' and d.sequence > ${HORIZON} and not exists (
  select from change c where c.account_id = $1 and c.sequence = d.sequence and c.customer_id = d.subject_id and c.version = d.version)`,
};

/** Who belongs to whom, seen from the records. */
const RECORDS = {
  version_records: `select 'version ' || version_no || ' of ' || source || '/' || record_type || '/' || source_id as subject, 'there is no such source record' as detail
from version v where account_id = $1 and not exists (
  select from source_record r where r.account_id = $1 and r.source_id = v.source_id and r.source = v.source and r.record_type = v.record_type)`,

  record_links: `select 'record ' || source || '/customer/' || source_id as subject, 'it has ' || links || ' live links to its customer' as detail
from (
  select source, source_id, (
    select count(*) from link l where l.account_id = $1 and l.customer_id = r.customer_id and l.source_id = r.source_id and l.source = r.source
      and l.revoked_commit_id is null
  ) as links from source_record r where account_id = $1 and record_type = 'customer'
) r where links <> 1`,
};

const RECEIVED = OUTCOMES.join(' + ');
/** The outcomes of days rolled up, and of receipts that are not. */
const TOLD = `select source, format, record_type, ${OUTCOMES.join(', ')} from outcome_day where account_id = $1
    union all
    select source, format, record_type, ${OUTCOMES.join(', ')} from receipt where account_id = $1 and not is_rolled_up`;
const TOLD_AND_KEPT = `(
  select source, record_type, sum(created) as created, sum(updated) as updated, sum(stale) as stale from (${TOLD}) t group by source, record_type
) t full join (
  select source, record_type, count(*) as records, sum(version_count) as versions from source_record where account_id = $1 group by source, record_type
) r using (source, record_type)`;

/** Conservation: what was offered, received and told adds up to what is held. */
const RECEIPTS = {
  receipt_sums: `select 'request ' || request_id as subject, 'offered is not received and not taken together' as detail
from receipt where account_id = $1 and state <> 'receiving' and offered is distinct from ${RECEIVED} + not_taken`,

  receipt_commits: `select 'request ' || request_id as subject, 'its last commit is not recorded' as detail
from receipt p where account_id = $1 and commit_id is not null
  and not exists (select from commit k where k.account_id = $1 and k.commit_id = p.commit_id)`,

  created_records: `select source || '/' || record_type as subject,
  coalesce(created, 0) || ' records were told as created, ' || coalesce(records, 0) || ' are held' as detail
from ${TOLD_AND_KEPT} where coalesce(created, 0) <> coalesce(records, 0) and not (coalesce(created, 0) > coalesce(records, 0) and exists (
  select from version_revocation x where x.account_id = $1 and x.source = coalesce(t.source, r.source) and x.record_type = coalesce(t.record_type, r.record_type)))`,

  told_versions: `select source || '/' || record_type as subject,
  coalesce(created + updated, 0) || ' records were told as created or updated, ' || coalesce(stale, 0) || ' as stale, '
    || coalesce(versions, 0) || ' versions are held' as detail
from ${TOLD_AND_KEPT} where coalesce(versions, 0) not between coalesce(created + updated, 0) and coalesce(created + updated + stale, 0)`,

  open_rejections: `select source || '/' || record_type || ' as ' || format as subject,
  coalesce(rejected, 0) || ' records were told as rejected, ' || open || ' rejections are open' as detail
from (
  select source, format, record_type, count(*) as open from rejection where account_id = $1 and state = 'open' group by source, format, record_type
) j left join (
  select source, format, record_type, sum(rejected) as rejected from (${TOLD}) t group by source, format, record_type
) t using (source, format, record_type) where open > coalesce(rejected, 0)`,
};

const CHECKS: Readonly<Record<string, string>> = { ...COMMITS, ...CHANGES, ...RECORDS, ...RECEIPTS };

/** Every fault in the account's sums and sequences, check by check. */
export async function* listFaults(tx: AccountTx): AsyncGenerator<Fault> {
  for (const [check, sql] of Object.entries(CHECKS)) {
    const faults = { name: 'faults', sql, params: [tx.accountId] };
    for await (const rows of pagesOf<Record<'subject' | 'detail', string>>(tx, faults)) {
      for (const { subject, detail } of rows) yield { check, subject, detail };
    }
  }
}
