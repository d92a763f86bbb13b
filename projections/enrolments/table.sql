create table enrolments (
  customer_id text primary key,
  version bigint not null,
  -- ENROLLING, STUCK, ENROLLED or ENDED.
  status text not null,
  changed_at timestamptz not null,
  -- The steps, and who owes which by when.
  document json not null
);
