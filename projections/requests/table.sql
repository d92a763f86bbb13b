create table requests (
  request_id text not null,
  -- Of what the client sent; empty where it has none. Another body under the same id has an outcome of its own.
  body_hash text not null,
  version bigint not null,
  answer text not null,
  processor text not null,
  request_topic text not null,
  request_key text not null,
  request_type text not null,
  fact_topic text,
  fact_key text,
  fact_version bigint,
  reason text,
  fields json not null,
  decided_at timestamptz not null,
  primary key (request_id, body_hash)
);
