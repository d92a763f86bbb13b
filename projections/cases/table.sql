-- Cases of all processors: everything but bytes, which only the topic has.
create table cases (
  case_id text not null primary key,
  version bigint not null,
  processor text not null,
  processor_version text not null,
  status text not null,
  source text not null,
  -- Fingerprint of the cause; of one that queues, that of the case in front.
  cause text not null,
  -- Code, message, stack, top frame, whether it may pass; null while it queues.
  error json,
  blocked_key text,
  admission int not null,
  blocked_by text,
  own_version bigint,
  -- Where the record stands; null for an effect or a deadline.
  record json,
  effect json,
  deadline json,
  attempts int not null,
  admitted_at timestamptz,
  failed_at timestamptz,
  retry_at timestamptz,
  closed_at timestamptz,
  -- Whether its value was replaced by an operator.
  edited boolean not null,
  treatments json not null,
  treatments_dropped int not null
);
