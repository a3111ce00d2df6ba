-- What a worker must have to run a job; io.diffsr.job.JobNeeds writes it for new rows.
alter table job
  add column network        text,
  add column input_pixels   bigint not null default 0,
  add column output_pixels  bigint not null default 0,
  add column memory         bigint not null default 0,
  -- Since when the row waits for a version of the service that can read it.
  add column set_aside_at   timestamptz;

update job set
  network = case
    when spec #>> '{upscale,method}' = 'diff-sr' then spec #>> '{upscale,model}'
    when spec #>> '{upscale,method}' in ('pinv', 'bicubic', 'nearest', 'lanczos') then null
    else spec #>> '{upscale,method}'
  end,
  input_pixels =
    coalesce((spec #>> '{input,width}')::bigint * (spec #>> '{input,height}')::bigint, 0),
  output_pixels =
    coalesce((spec #>> '{upscale,width}')::bigint * (spec #>> '{upscale,height}')::bigint, 0);
update job set memory = 67108864 + 40 * input_pixels + output_pixels
  * case when coalesce((spec #>> '{upscale,samples}')::bigint, 1) > 1 then 132 else 100 end;

-- An index for every query that is repeated; StoreQueriesTest explains each.
create index job_by_status on job (status, created_at desc, id desc);
create index job_released on job (released_at) where status = 'QUEUED' and released_at is not null;
create index job_deadlines on job (deadline) where status = 'QUEUED' and deadline is not null;
create index job_set_aside on job (set_aside_at) where set_aside_at is not null;

-- What each worker can run. A worker registers before it claims, and again every few seconds.
alter table worker drop column models;
alter table worker add column slot_memory bigint not null default 0;

create table worker_network (
  worker                   text   not null references worker (name) on delete cascade,
  name                     text   not null,
  digest                   text   not null,
  memory_base              bigint not null,
  memory_per_input_pixel   bigint not null,
  memory_per_output_pixel  bigint not null,
  primary key (worker, name)
);

-- Objects that nothing refers to any more, written in the transaction that made it so.
create table object_deletion (
  key       text primary key,
  due_at    timestamptz not null,
  failures  integer     not null default 0
);

create index object_deletion_due on object_deletion (due_at);

-- Fences the answer: a request whose claim was taken over does not write it.
alter table idempotency_key add column claim uuid;
