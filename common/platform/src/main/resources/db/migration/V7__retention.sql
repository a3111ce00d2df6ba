-- When what belongs to a job is removed; set when it ends, null again once it is done. Jobs that were
-- accepted by a version before this one stay until someone deletes them.
alter table job
  add column expires_at         timestamptz,
  add column input_due_at       timestamptz,
  add column result_due_at      timestamptz,
  -- Someone deleted it while a worker ran it.
  add column removal_requested  boolean not null default false;

create index job_expiry on job (expires_at) where expires_at is not null;
create index job_inputs_due on job (input_due_at) where input_due_at is not null;
create index job_results_due on job (result_due_at) where result_due_at is not null;
create index job_removals on job (finished_at) where removal_requested;
create index job_unplanned on job (finished_at)
  where finished_at is not null and expires_at is null and spec -> 'retention' is not null;
create index idempotency_age on idempotency_key (created_at);
-- A job that goes takes its key along.
create index idempotency_of_job on idempotency_key (job) where job is not null;
