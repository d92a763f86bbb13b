create table products (
  sku text primary key,
  version bigint not null,
  status text not null,
  title text not null,
  artist text not null,
  album text,
  genre text,
  format text not null,
  price_amount bigint,
  price_currency text,
  changed_at timestamptz not null
);
