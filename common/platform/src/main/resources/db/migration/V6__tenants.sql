-- Who may come in, and whose job is whose. Versions without tenants leave the column at its default.
create table tenant (
  name        text primary key,
  created_at  timestamptz not null default clock_timestamp(),

  constraint tenant_name check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$')
);
insert into tenant (name) values ('default');

-- Of the secret, which has 256 random bits, its SHA-256 alone is kept.
create table api_key (
  id             text primary key,
  tenant         text        not null references tenant (name),
  name           text        not null,
  secret_sha256  bytea       not null,
  scopes         text[]      not null,
  created_at     timestamptz not null default clock_timestamp(),
  expires_at     timestamptz,
  last_used_at   timestamptz,
  revoked_at     timestamptz
);

alter table job add column tenant text not null default 'default';
-- A tenant's list of jobs, of all states and of one.
create index job_of_tenant on job (tenant, created_at desc, id desc);
create index job_of_tenant_by_status on job (tenant, status, created_at desc, id desc);
drop index job_newest;
