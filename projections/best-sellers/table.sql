-- What each order adds, as the version that says so.
create table best_sellers_contributions (
  key text primary key,
  version bigint not null,
  partition int not null,
  contributions json not null
);
create table best_sellers_totals (
  partition int not null,
  month text not null,
  sku text not null,
  -- Contributions that are in it; a row that has none left is not shown.
  entries bigint not null,
  -- Orders that hold it.
  orders bigint not null,
  -- Copies sold.
  sold bigint not null,
  -- Of these, copies that came back.
  returned bigint not null,
  primary key (partition, month, sku)
);
create view best_sellers as
select month, sku,
  sum(orders)::bigint as orders,
  sum(sold)::bigint as sold,
  sum(returned)::bigint as returned
from best_sellers_totals
group by month, sku
having sum(entries) > 0;
