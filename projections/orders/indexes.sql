create index orders_by_status on orders (status, order_id);
create index orders_by_customer on orders (customer_id, order_id);
create index orders_by_placed on orders (placed_at, order_id);
