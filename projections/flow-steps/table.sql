-- What each order adds, as the version that says so.
create table flow_steps_contributions (
  key text primary key,
  version bigint not null,
  partition int not null,
  contributions json not null
);
create table flow_steps_totals (
  partition int not null,
  from_step text not null,
  -- Empty: of the orders that stand at `from_step` now.
  to_step text not null,
  -- What led to it: a topic, or `deadline`.
  led_by text not null,
  -- How long it took, roughly: no longer than that (buckets.ts).
  took text not null,
  -- Contributions that are in it; a row that has none left is not shown.
  entries bigint not null,
  -- Steps that were taken, or orders that stand there.
  steps bigint not null,
  -- How often one of the steps was overdue meanwhile.
  overdue bigint not null,
  -- What they took in all, milliseconds.
  total_ms bigint not null,
  primary key (partition, from_step, to_step, led_by, took)
);
create view flow_steps as
select from_step, to_step, led_by, took,
  sum(steps)::bigint as steps,
  sum(overdue)::bigint as overdue,
  sum(total_ms)::bigint as total_ms
from flow_steps_totals
group by from_step, to_step, led_by, took
having sum(entries) > 0;
