-- One product, of all partitions.
create index allocated_stock_by_sku on allocated_stock_totals (sku);
