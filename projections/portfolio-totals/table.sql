-- What each position adds, as the version of its price that says so.
create table portfolio_totals_contributions (
  key text primary key,
  version bigint not null,
  partition int not null,
  contributions json not null
);
create table portfolio_totals_totals (
  partition int not null,
  portfolio_id text not null,
  currency text not null,
  -- Contributions that are in it; a row that has none left is not shown.
  entries bigint not null,
  -- In minor units, by the last price of each position.
  value bigint not null,
  positions bigint not null,
  -- Whose price is not of the newest that was asked for.
  stale bigint not null,
  -- Without any price yet.
  unpriced bigint not null,
  -- Given up until somebody sees to them.
  failed bigint not null,
  -- Being priced.
  owed bigint not null,
  primary key (partition, portfolio_id, currency)
);
create view portfolio_totals as
select portfolio_id, currency,
  sum(value)::bigint as value,
  sum(positions)::bigint as positions,
  sum(stale)::bigint as stale,
  sum(unpriced)::bigint as unpriced,
  sum(failed)::bigint as failed,
  sum(owed)::bigint as owed
from portfolio_totals_totals
group by portfolio_id, currency
having sum(entries) > 0;
