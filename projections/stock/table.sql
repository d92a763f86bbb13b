create table stock (
  sku text primary key,
  version bigint not null,
  -- On the shelf, reserved ones included.
  on_hand bigint not null,
  reserved bigint not null,
  received bigint not null,
  counted bigint not null,
  written_off bigint not null,
  restocked bigint not null,
  consumed bigint not null,
  changed_at timestamptz not null
);
