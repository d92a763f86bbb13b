create table orders (
  order_id text primary key,
  version bigint not null,
  status text not null,
  customer_id text not null,
  placed_at timestamptz,
  total_amount bigint,
  total_currency text,
  -- When the fact was decided.
  changed_at timestamptz not null,
  -- json, not jsonb: it is written often, read whole, and never searched. Personal texts are ciphertext.
  document json not null
);
