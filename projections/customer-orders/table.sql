-- What each order adds, as the version that says so.
create table customer_orders_contributions (
  key text primary key,
  version bigint not null,
  partition int not null,
  contributions json not null
);
create table customer_orders_totals (
  partition int not null,
  customer_id text not null,
  -- Empty where the order has no price yet.
  currency text not null,
  -- Contributions that are in it; a row that has none left is not shown.
  entries bigint not null,
  orders bigint not null,
  -- On their way.
  open bigint not null,
  -- Delivered, and not all sent back.
  delivered bigint not null,
  -- Sent back, or never delivered, as a whole.
  returned bigint not null,
  cancelled bigint not null,
  rejected bigint not null,
  -- What those are to be paid that were neither cancelled nor rejected, in minor units.
  amount bigint not null,
  primary key (partition, customer_id, currency)
);
create view customer_orders as
select customer_id, currency,
  sum(orders)::bigint as orders,
  sum(open)::bigint as open,
  sum(delivered)::bigint as delivered,
  sum(returned)::bigint as returned,
  sum(cancelled)::bigint as cancelled,
  sum(rejected)::bigint as rejected,
  sum(amount)::bigint as amount
from customer_orders_totals
group by customer_id, currency
having sum(entries) > 0;
