-- What each payment adds, as the version that says so.
create table daily_sales_contributions (
  key text primary key,
  version bigint not null,
  partition int not null,
  contributions json not null
);
create table daily_sales_totals (
  partition int not null,
  day date not null,
  currency text not null,
  -- Contributions that are in it; a row that has none left is not shown.
  entries bigint not null,
  -- Payments captured.
  sales bigint not null,
  -- What they came to, in minor units.
  revenue bigint not null,
  -- Given back on that day, whenever it was sold.
  refunds bigint not null,
  primary key (partition, day, currency)
);
create view daily_sales as
select day, currency,
  sum(sales)::bigint as sales,
  sum(revenue)::bigint as revenue,
  sum(refunds)::bigint as refunds
from daily_sales_totals
group by day, currency
having sum(entries) > 0;
