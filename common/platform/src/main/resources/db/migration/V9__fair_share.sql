-- First, as it takes the strongest lock: a lock that grows meets writers that wait for it.
drop index job_backlog;

-- Whose turn it is: a tenant of twice the weight has twice as many jobs at work.
alter table tenant
  add column weight double precision not null default 1,
  add constraint tenant_weight check (weight between 0.001 and 1000);

-- The backlog is read tenant by tenant: a job of a tenant that is not there would never be found.
alter table job add constraint job_of_a_tenant foreign key (tenant) references tenant (name);
create index job_backlog on job (tenant, priority desc, created_at, id) where status = 'QUEUED';
