-- The open work, the oldest first. Orders without any are the many.
create index worklist_open on worklist (since, order_id) where step is not null;
