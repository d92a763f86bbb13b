-- Those that are stuck are few of many.
create index enrolments_by_status on enrolments (status, customer_id);
