-- One portfolio, of all partitions.
create index portfolio_totals_by_portfolio on portfolio_totals_totals (portfolio_id);
