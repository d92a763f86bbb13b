import type { LogRecord } from '../../../runtime/log/port.ts';
import type { Processor } from '../../../runtime/tasks/definition.ts';
import type { FatEvent } from '../../../runtime/tasks/fat-event.ts';
import { factRecord } from '../../../runtime/tasks/records.ts';
import { AGAIN, PREFIX } from './history.ts';
import type { Whole } from './world.ts';

/**
 * What is done in an owner's name, and as an owner does it: its transactional id is fenced, so that whoever holds the
 * task must take it over anew before it writes on; then what is newest is final.
 */
type InItsName = (transaction: ReturnType<Whole['broker']['transaction']>) => void;

function asOwner(whole: Whole, { name }: Processor, partition: number, act: InItsName): boolean {
  const id = `${PREFIX}.${name}-${partition}`;
  // Its last transaction is being ended: no owner could be sure of it now.
  if (whole.broker.openTransactions().includes(id)) return false;
  const transaction = whole.broker.transaction(id);
  whole.history.observe();
  act(transaction);
  transaction.commit();
  whole.disturbed.add(id);
  return true;
}

/** The owner writes the same again, one version on. */
export function republish(whole: Whole, processor: Processor, key: string): boolean {
  const { owns, name } = processor;
  const partition = whole.history.newest(owns, key)?.partition as number;
  return asOwner(whole, processor, partition, transaction => {
    const { value } = whole.history.newest(owns, key) as LogRecord;
    const fact = whole.wire.reader(owns).decode(value as Buffer) as FatEvent;
    const version = fact.version + 1;
    const event = { ...fact.event, id: `${owns}/${key}/${version}`, causes: [`republish ${version}`] };
    const engine = { prefix: PREFIX, wire: whole.wire } as Parameters<typeof factRecord>[0]['engine'];
    const again = { ...fact, event, version };
    transaction.append([factRecord({ engine, processor: name }, owns, partition, key, again)]);
    whole.note(() => `again     ${owns} ${key} v${version}`);
  });
}

/** The newest record of a key lies twice in the topic, as after an import that was run twice. */
export function duplicate(whole: Whole, processor: Processor, key: string): boolean {
  const partition = whole.history.newest(processor.owns, key)?.partition as number;
  return asOwner(whole, processor, partition, transaction => {
    const { topic, value, headers } = whole.history.newest(processor.owns, key) as LogRecord;
    const marked = headers.filter(([header]) => header !== AGAIN);
    transaction.append([{ topic, partition, key: Buffer.from(key), value, headers: [...marked, [AGAIN, null]] }]);
    whole.note(() => `twice     ${processor.owns} ${key}`);
  });
}

/** Some positions are moved back, as where a commit was lost: their records come once more. */
export function rewind(whole: Whole, processor: Processor, partition: number, by: () => number): boolean {
  return asOwner(whole, processor, partition, transaction => {
    const group = `${PREFIX}.${processor.name}`;
    const known = whole.broker.committed(group).filter(one => one.partition === partition);
    const back = known.map(one => ({ ...one, offset: one.offset - BigInt(Math.min(Number(one.offset), by())) }));
    transaction.positions(group, back);
    whole.rewound = true;
    whole.note(() => `rewind    ${group} ${back.map(({ topic, offset }) => `${topic}[${partition}]=${offset}`)}`);
  });
}
