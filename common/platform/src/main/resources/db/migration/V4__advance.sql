-- How far the furthest checkpoint is, and whether the latest attempt stored it: a lost worker then
-- spends no attempt.
alter table job
  add column checkpoint_percent  double precision not null default 0,
  add column advanced            boolean          not null default false;
