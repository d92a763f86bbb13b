-- What the warehouse owes is little of much.
create index welcome_packs_by_status on welcome_packs (status, customer_id);
