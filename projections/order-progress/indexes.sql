-- The stuck ones, those that have waited longest first. Most orders are owed nothing.
create index order_progress_overdue on order_progress (overdue_at, order_id) where overdue_at is not null;
create index order_progress_by_status on order_progress (status, status_since, order_id);
create index order_progress_by_placed on order_progress (placed_at, order_id);
create index order_progress_by_customer on order_progress (customer_id, placed_at, order_id);
