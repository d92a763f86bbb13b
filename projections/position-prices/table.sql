create table position_prices (
  position_id text primary key,
  version bigint not null,
  instrument_id text not null,
  portfolio_id text not null,
  -- PRICING, PRICED, FAILED or WITHDRAWN.
  status text not null,
  -- Whether a newer price is asked for and not there.
  stale boolean not null,
  changed_at timestamptz not null,
  document json not null
);
