-- Where each order stands, narrow enough to be listed: the order itself is in `orders`.
create table order_progress (
  order_id text primary key,
  version bigint not null,
  customer_id text not null,
  status text not null,
  -- When it came to that status, whatever was noted since.
  status_since timestamptz not null,
  -- When the customer placed it; of an order that does not say, when it came in.
  placed_at timestamptz not null,
  total_amount bigint,
  total_currency text,
  -- When the newest fact was decided.
  changed_at timestamptz not null,
  -- Whether it has come to an end and nobody owes it a step, as far as the order itself tells.
  final boolean not null,
  -- The steps that it waits for: name, owedBy, since, due, passes, overdueAt.
  owed json not null,
  -- The next time at which one of them is due; null: none is owed.
  next_due timestamptz,
  -- From when on it is stuck: the first of them was, or will be, overdue; null: none is owed. `due` moves on, this stays.
  overdue_at timestamptz,
  -- How often one of them has passed, at most.
  overdue_passes int not null,
  -- What it went through: what, at, reason. The first, and the newest ones.
  timeline json not null,
  -- Entries that are left out after the first.
  timeline_dropped int not null
);
