create table allocations (
  order_id text primary key,
  version bigint not null,
  status text not null,
  changed_at timestamptz not null,
  document json not null
);
