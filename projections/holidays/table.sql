create table holidays (
  holiday_id text primary key,
  version bigint not null,
  -- Of the saga: RUNNING, DONE, UNDOING, UNDONE or STUCK.
  status text not null,
  customer_id text not null,
  -- Why it was turned back.
  turned_back text,
  changed_at timestamptz not null,
  document json not null
);
