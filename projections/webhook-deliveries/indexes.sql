-- What waits. Orders of which everything was told are the many.
create index webhook_deliveries_open on webhook_deliveries (order_id) where status <> 'DELIVERED';
