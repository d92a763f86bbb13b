-- The warehouse's worklist.
create index shipments_by_status on shipments (status, order_id);
