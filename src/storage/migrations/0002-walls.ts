// The second wall between accounts: the application acts as a role that sees only the rows of the account its session names.
// Where the URL's role may not create roles, the registry runs without this wall; `/readyz` and `doctor` say so.

export const APPLICATION_ROLE = 'clientele_app';

/** The tables of the first migration; tables of later ones get their wall where they are made, by `wallsOf`. */
const TENANT_TABLES = [
  'source_record',
  'version',
  'version_revocation',
  'version_witness',
  'rejection',
  'link',
  'customer',
  'suppression',
  'consent_statement',
  'account_counter',
  'commit',
  'change',
  'webhook_endpoint',
  'outbox',
  'receipt',
  'outcome_day',
];
const PLATFORM_TABLES = ['account', 'login', 'access_key', 'permission'];

/** Several servers may start on databases of one cluster at once, so that "exists already" is no fault. */
const ROLE = `
do $$
begin
  if not exists (select from pg_roles where rolname = '${APPLICATION_ROLE}') then
    create role ${APPLICATION_ROLE} nologin nosuperuser nobypassrls;
  end if;
exception when duplicate_object or unique_violation or insufficient_privilege then
  raise notice 'role ${APPLICATION_ROLE} is not created here';
end $$;`;

/** A sub-select makes the planner read the setting once a statement, and not once a row. */
function policyOn(table: string): string {
  const own = `account_id = (select nullif(current_setting('app.account_id', true), '')::uuid)`;
  return `
alter table ${table} enable row level security;
create policy ${table}_own on ${table} using (${own}) with check (${own});`;
}

function grantOn(tables: readonly string[]): string {
  return `
do $$
begin
  if exists (select from pg_roles where rolname = '${APPLICATION_ROLE}') then
    grant select, insert, update, delete on ${tables.join(', ')} to ${APPLICATION_ROLE};
    if not pg_has_role(current_user, '${APPLICATION_ROLE}', 'MEMBER') then
      grant ${APPLICATION_ROLE} to current_user;
    end if;
  end if;
exception when insufficient_privilege then
  raise notice 'role ${APPLICATION_ROLE} gets no rights here';
end $$;`;
}

/** What a migration that makes tables ends with: policies on those of tenants, and the application's rights on all of them. */
export function wallsOf(tenantTables: readonly string[], platformTables: readonly string[] = []): string {
  return [...tenantTables.map(policyOn), grantOn([...tenantTables, ...platformTables])].join('\n');
}

export const WALLS_SQL = [ROLE, wallsOf(TENANT_TABLES, PLATFORM_TABLES)].join('\n');
