create table webhooks (
  subscription_id text primary key,
  version bigint not null,
  -- ACTIVE, PAUSED, SUSPENDED or REMOVED.
  status text not null,
  since timestamptz not null,
  changed_at timestamptz not null,
  document json not null
);
