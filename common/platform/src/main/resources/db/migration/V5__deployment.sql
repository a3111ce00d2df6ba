-- Which deployment this database is of. The same id lies in the object store: what a scan finds there
-- without a row is removed only where both agree.
create table deployment (
  one  boolean primary key default true check (one),
  id   uuid not null
);
insert into deployment (id) values (gen_random_uuid());
