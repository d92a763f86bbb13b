-- One customer, of all partitions.
create index customer_orders_by_customer on customer_orders_totals (customer_id);
