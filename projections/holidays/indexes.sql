-- What goes on, or waits for a person. Those that have ended are the many.
create index holidays_open on holidays (status, holiday_id) where status not in ('DONE', 'UNDONE');
create index holidays_of_customer on holidays (customer_id, holiday_id);
