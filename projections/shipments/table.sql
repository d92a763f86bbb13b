create table shipments (
  order_id text primary key,
  version bigint not null,
  status text not null,
  customer_id text not null,
  changed_at timestamptz not null,
  -- Personal texts are ciphertext.
  document json not null
);
