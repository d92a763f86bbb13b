import type { Sql } from '../postgres/connect.ts';

/**
 * What is known of read models, beside the views that readers ask. `sql` is inside of a transaction whose search path is
 * the schema; their names are taken for every projection. Version 0.1.0 had `position` alone, for the one generation that there was.
 */
export async function prepareControl(sql: Pick<Sql, 'unsafe'>): Promise<void> {
  await sql.unsafe(`
create table if not exists position (
  projection text not null,
  topic text not null,
  partition int not null,
  -- Kafka's own id of the topic (KIP-516): a topic that was made anew has another history.
  topic_id text not null,
  -- Offset of the next record to project.
  position bigint not null,
  moved_at timestamptz not null default now(),
  constraint position_pkey primary key (projection, topic, partition)
);
-- Even where it changes nothing, an alter waits for all who read the table, and all appliers for it.
do $$ begin
  if not exists (
    select from pg_attribute where attrelid = 'position'::regclass and attname = 'error_at' and not attisdropped
  ) then
    alter table position add column if not exists generation int not null default 1;
    -- Counts repairs: what was read before one must not be written after it.
    alter table position add column if not exists epoch int not null default 0;
    -- Records that were applied since this generation began.
    alter table position add column if not exists applied bigint not null default 0;
    -- Why the one who works on it stands still.
    alter table position add column if not exists error text;
    alter table position add column if not exists error_at timestamptz;
    alter table position alter column generation drop default;
  end if;
  if not exists (
    select from pg_constraint c
    where c.conrelid = 'position'::regclass and c.contype = 'p' and array_length(c.conkey, 1) = 4
  ) then
    alter table position drop constraint position_pkey;
    alter table position add constraint position_pkey primary key (projection, generation, topic, partition);
  end if;
end $$;
create table if not exists bundle (
  fingerprint text primary key,
  projection text not null,
  table_sql text not null,
  indexes_sql text not null,
  -- One ES module with all that the projection is made of.
  code text not null,
  -- The schema by which values are read, Avro.
  reader_schema text not null,
  stored_at timestamptz not null default now()
);
do $$ begin
  if not exists (select from pg_attribute where attrelid = 'bundle'::regclass and attname = 'upcasts') then
    -- The schemas between which its upcasters lie.
    alter table bundle add column upcasts json not null default '[]';
  end if;
end $$;
create table if not exists generation (
  projection text not null,
  number int not null,
  schema_name text not null,
  -- Of the code that fills it; null: a table of 0.1.0, which did not say.
  fingerprint text references bundle,
  state text not null check (state in ('building', 'ready', 'live', 'previous', 'dropping')),
  made_at timestamptz not null default now(),
  -- Since when it is in its state.
  since timestamptz not null default now(),
  primary key (projection, number)
);
create unique index if not exists generation_live on generation (projection) where state = 'live';
create table if not exists paused (
  projection text primary key,
  paused_at timestamptz not null default now(),
  reason text
);
create table if not exists operation (
  id bigint generated always as identity primary key,
  projection text not null,
  kind text not null check (kind in ('rebuild', 'verify', 'swap', 'rollback', 'heal')),
  options json not null,
  state text not null default 'waiting',
  generation int,
  asked_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  -- Who works on it, and until when he has to say that he still does.
  owner text,
  lease_until timestamptz,
  cancelled boolean not null default false,
  -- Records a second, as last measured.
  rate double precision not null default 0,
  error_code text,
  error text,
  report json
);
-- One at a time.
create unique index if not exists operation_open on operation (projection) where finished_at is null;
create table if not exists progress (
  operation bigint not null references operation on delete cascade,
  topic text not null,
  partition int not null,
  start_offset bigint not null,
  until_offset bigint not null,
  -- Up to where, and how many records: what is written, and what was read.
  saved_offset bigint not null,
  saved_records bigint not null default 0,
  read_offset bigint not null,
  read_records bigint not null default 0,
  primary key (operation, topic, partition)
);
-- First generations that are filled from history: up to where, before readers see them.
create table if not exists filling (
  projection text not null,
  topic text not null,
  partition int not null,
  start_offset bigint not null,
  until_offset bigint not null,
  primary key (projection, topic, partition)
);
-- Records that a generation could not project, in the position's own transaction.
create table if not exists parked (
  projection text not null,
  generation int not null,
  topic text not null,
  partition int not null,
  "offset" bigint not null,
  -- The key as rows have it; null: no row can have it.
  row_key text,
  key bytea,
  -- Null once it is closed.
  value bytea,
  schema_id int,
  record_at bigint not null,
  -- WAITING, SUPERSEDED by a newer fact of the key, HEALED, DISCARDED.
  status text not null,
  error json not null,
  cause text not null,
  attempts int not null,
  admitted_at timestamptz not null default now(),
  failed_at timestamptz not null default now(),
  closed_at timestamptz,
  treatments jsonb not null default '[]',
  primary key (projection, generation, topic, partition, "offset"),
  foreign key (projection, generation) references generation (projection, number) on delete cascade
);
create index if not exists parked_waiting on parked (projection, generation, row_key) where status = 'WAITING';
create index if not exists parked_by_key on parked (row_key);
-- Partitions that the storm breaker has stopped.
create table if not exists halted (
  projection text not null,
  generation int not null,
  topic text not null,
  partition int not null,
  halted_at timestamptz not null default now(),
  reason text not null,
  primary key (projection, generation, topic, partition),
  foreign key (projection, generation) references generation (projection, number) on delete cascade
);
-- What the sentinel has seen so far is soon seen again.
do $$ begin
  if to_regclass('drift') is not null and not exists (
    select from pg_attribute where attrelid = to_regclass('drift') and attname = 'buckets'
  ) then drop table drift; end if;
end $$;
create table if not exists drift (
  projection text not null,
  bucket int not null,
  buckets int not null,
  generation int not null,
  looked_at timestamptz not null default now(),
  keys int not null,
  differences int not null,
  samples json not null,
  trimmed boolean not null,
  primary key (projection, bucket)
);`);
}
