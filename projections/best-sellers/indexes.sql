-- One month, of all partitions.
create index best_sellers_by_month on best_sellers_totals (month);
