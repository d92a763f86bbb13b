create index on cases (admitted_at, case_id) where closed_at is null;
create index on cases (processor, cause) where closed_at is null;
create index on cases (processor, blocked_key, admission) where closed_at is null;
-- Of one key, open and closed; and of one key those whose record was written at a given time.
create index on cases (blocked_key, ((record->>'timestamp')::float8));
