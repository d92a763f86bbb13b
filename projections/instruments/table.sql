create table instruments (
  instrument_id text primary key,
  version bigint not null,
  -- WAITING or QUOTED.
  status text not null,
  -- Positions held in it.
  positions int not null,
  -- Prices that were asked for, over all positions.
  asked bigint not null,
  -- Quotes that came after a newer one.
  overtaken_quotes bigint not null,
  changed_at timestamptz not null,
  -- The newest quote.
  document json not null
);
