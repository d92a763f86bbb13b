create table worklist (
  order_id text primary key,
  version bigint not null,
  -- PACK, DISPATCH or RECEIVE_BACK; null where the warehouse owes nothing.
  step text,
  -- When it began to be owed, and when it is overdue.
  since timestamptz,
  due timestamptz,
  overdue boolean not null,
  -- What is to be handled: line, sku, title, quantity.
  lines json not null
);
