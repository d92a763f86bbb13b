create table webhook_deliveries (
  order_id text primary key,
  version bigint not null,
  -- DELIVERED, DELIVERING, WAITING or REFUSED.
  status text not null,
  changed_at timestamptz not null,
  -- Subscriptions that something waits for, each with a space before and after it.
  waiting_for text not null,
  -- By subscription: what was told, and what waits.
  targets json not null
);
