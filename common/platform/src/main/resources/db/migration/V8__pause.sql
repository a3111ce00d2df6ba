-- Whether jobs are released at all: one row, and who stopped it when.
create table queue (
  one        boolean primary key default true check (one),
  paused_at  timestamptz,
  paused_by  text
);
insert into queue default values;
