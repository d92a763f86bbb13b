import type { EventStamp } from '../../runtime/tasks/fat-event.ts';
import { topics } from '../../schemas/topics.ts';
import { processors } from '../../streams/topology.ts';
import { readAll, type Source } from './shop/follow.ts';

type Told = {
  readonly event: EventStamp;
  readonly version?: number;
  readonly status?: string;
  readonly [field: string]: unknown;
};

/** All records about one order in the order of time, a line each, with the newest facts at the end. */
export async function tellOrder(source: Source, orderId: string): Promise<string[]> {
  const lines: { readonly at: number; readonly text: string }[] = [];
  const newest: string[] = [];
  for (const { name } of topics) {
    const reader = source.wire.reader(name);
    const found: { at: number; offset: bigint; partition: number; key: string; value: Buffer }[] = [];
    await readAll(source, name, ({ key, value, headers, timestamp: at, offset, partition }) => {
      if (key === null || value === null) return;
      const about = headers.find(([header]) => header === 'ce_correlationid')?.[1]?.toString('utf8');
      if (key.toString('utf8') !== orderId && about !== orderId) return;
      found.push({ at, offset, partition, key: key.toString('utf8'), value: Buffer.from(value) });
    });
    await reader.prepare(found.map(({ value }) => value));
    for (const { at, offset, partition, key, value } of found) {
      const told = reader.decode(value) as unknown as Told;
      lines.push({ at, text: `${time(at)} ${name}[${partition}]@${offset} ${key} ${describe(told)}` });
    }
    const last = found.filter(({ key }) => key === orderId).at(-1);
    if (last !== undefined && processors.some(({ owns }) => owns === name)) {
      newest.push(`${name}: ${JSON.stringify(reader.decode(last.value))}`);
    }
  }
  return [...lines.sort((one, other) => one.at - other.at).map(({ text }) => text), ...newest];
}

function describe({ event, version, status, type, answer, reason }: Told): string {
  const parts = [
    version === undefined ? null : `v${version}`,
    status ?? type ?? null,
    answer,
    reason,
    event.id,
    `because of ${event.causes.join(', ') || 'a client'}`,
  ];
  return parts.filter(part => part !== null && part !== undefined).join(' ');
}

const time = (at: number): string => new Date(at).toISOString().slice(11, 23);
