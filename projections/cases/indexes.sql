create index on cases (admitted_at, case_id) where closed_at is null;
create index on cases (processor, cause) where closed_at is null;
create index on cases (processor, blocked_key, admission) where closed_at is null;
