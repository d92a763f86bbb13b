-- One portfolio, by position.
create index position_prices_by_portfolio on position_prices (portfolio_id, position_id);
