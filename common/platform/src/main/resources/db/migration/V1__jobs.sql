-- PostgreSQL is the truth about jobs. The checks repeat what io.diffsr.job.Job promises, so that no
-- other program can write a state that the service would not.

create table job (
  id               uuid primary key,
  status           text        not null,
  status_version   integer     not null,
  attempt          integer     not null,
  failed_attempts  integer     not null,
  priority         integer     not null,
  spec             jsonb       not null,
  created_at       timestamptz not null,
  available_at     timestamptz not null,
  deadline         timestamptz,
  released_at      timestamptz,
  releases         integer     not null,
  lease_worker     text,
  lease_until      timestamptz,
  started_at       timestamptz,
  finished_at      timestamptz,
  progress         jsonb,
  result           jsonb,
  error            jsonb,

  constraint status_known check
    (status in ('QUEUED', 'RUNNING', 'CANCELING', 'SUCCEEDED', 'FAILED', 'CANCELED', 'EXPIRED')),
  constraint counters_not_negative check
    (status_version > 0 and attempt >= 0 and failed_attempts >= 0 and releases >= 0),
  constraint lease_while_running check
    ((status in ('RUNNING', 'CANCELING')) = (lease_worker is not null and lease_until is not null)),
  constraint finished_when_terminal check
    ((status in ('SUCCEEDED', 'FAILED', 'CANCELED', 'EXPIRED')) = (finished_at is not null)),
  constraint result_when_succeeded check ((status = 'SUCCEEDED') = (result is not null)),
  constraint error_when_failed check (status <> 'FAILED' or error is not null)
);

create index job_newest on job (created_at desc, id desc);
create index job_backlog on job (priority desc, created_at, id) where status = 'QUEUED';
create index job_leases on job (lease_until) where status in ('RUNNING', 'CANCELING');

create table job_event (
  job      uuid        not null references job (id) on delete cascade,
  version  integer     not null,
  status   text        not null,
  attempt  integer     not null,
  at       timestamptz not null,
  primary key (job, version)
);

-- One message to one receiver; its body never changes, so that every attempt sends the same bytes.
-- attempts numbers what was sent; failures counts what failed since the delivery was last asked for.
-- While a gateway sends, next_attempt_at is when another may take over.
create table webhook_delivery (
  id               uuid primary key,
  job              uuid        not null references job (id) on delete cascade,
  type             text        not null,
  url              text        not null,
  body             text        not null,
  status           text        not null,
  attempts         integer     not null,
  failures         integer     not null,
  next_attempt_at  timestamptz,
  created_at       timestamptz not null,

  constraint delivery_status_known check (status in ('PENDING', 'SUCCEEDED', 'FAILED', 'GONE')),
  constraint delivery_counters_not_negative check (attempts >= 0 and failures >= 0),
  constraint pending_has_next_attempt check ((status = 'PENDING') = (next_attempt_at is not null))
);

create index webhook_due on webhook_delivery (next_attempt_at) where status = 'PENDING';
create index webhook_of_job on webhook_delivery (job);

create table webhook_attempt (
  delivery         uuid        not null references webhook_delivery (id) on delete cascade,
  attempt          integer     not null,
  at               timestamptz not null,
  status_code      integer,
  error            text,
  duration_millis  bigint      not null,
  primary key (delivery, attempt)
);

-- answer is null while the first request with this key is still in flight.
create table idempotency_key (
  key           text primary key,
  payload_hash  text        not null,
  job           uuid references job (id) on delete cascade,
  answer        text,
  created_at    timestamptz not null
);

create table worker (
  name                text primary key,
  slots               integer     not null,
  models              text        not null,
  execution_provider  text        not null,
  started_at          timestamptz not null,
  seen_at             timestamptz not null
);
