-- What each allocation adds, as the version that says so.
create table allocated_stock_contributions (
  key text primary key,
  version bigint not null,
  partition int not null,
  contributions json not null
);
create table allocated_stock_totals (
  partition int not null,
  sku text not null,
  -- Contributions that are in it; a row that has none left is not shown.
  entries bigint not null,
  -- In lines that stock has confirmed as reserved.
  reserved bigint not null,
  -- In lines that were consumed, less what was put back.
  consumed bigint not null,
  -- What stock was asked for and has not answered.
  reserving bigint not null,
  releasing bigint not null,
  consuming bigint not null,
  restocking bigint not null,
  primary key (partition, sku)
);
create view allocated_stock as
select sku,
  sum(reserved)::bigint as reserved,
  sum(consumed)::bigint as consumed,
  sum(reserving)::bigint as reserving,
  sum(releasing)::bigint as releasing,
  sum(consuming)::bigint as consuming,
  sum(restocking)::bigint as restocking
from allocated_stock_totals
group by sku
having sum(entries) > 0;
