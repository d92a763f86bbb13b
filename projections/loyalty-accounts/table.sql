create table loyalty_accounts (
  customer_id text primary key,
  version bigint not null,
  status text not null,
  -- Held ones included; below zero where points were spent that a return took back.
  points bigint not null,
  held bigint not null,
  earned bigint not null,
  taken_back bigint not null,
  spent bigint not null,
  -- From the start.
  granted bigint not null,
  changed_at timestamptz not null,
  -- Holds and the newest entries.
  document json not null
);
