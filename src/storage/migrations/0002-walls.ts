// The second wall between accounts: the application acts as a role that sees only the rows of the account its session names.
// Where the URL's role may not create roles, the registry runs without this wall; `/readyz` and `doctor` say so.

import { PLATFORM_TABLES, TENANT_TABLES } from '../schema.ts';

export const APPLICATION_ROLE = 'clientele_app';

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

const TABLES = [...TENANT_TABLES, ...PLATFORM_TABLES].join(', ');

const GRANTS = `
do $$
begin
  if exists (select from pg_roles where rolname = '${APPLICATION_ROLE}') then
    grant select, insert, update, delete on ${TABLES} to ${APPLICATION_ROLE};
    if not pg_has_role(current_user, '${APPLICATION_ROLE}', 'MEMBER') then
      grant ${APPLICATION_ROLE} to current_user;
    end if;
  end if;
exception when insufficient_privilege then
  raise notice 'role ${APPLICATION_ROLE} gets no rights here';
end $$;`;

export const WALLS_SQL = [ROLE, ...TENANT_TABLES.map(policyOn), GRANTS].join('\n');
