create table welcome_packs (
  customer_id text primary key,
  version bigint not null,
  status text not null,
  changed_at timestamptz not null,
  -- Where it goes is in the customer's record only.
  document json not null
);
