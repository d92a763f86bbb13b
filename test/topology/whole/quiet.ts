import type { LogRecord } from '../../../runtime/log/port.ts';
import { law } from '../../property/law.ts';
import { storming as processors } from '../../property/storming.ts';
import { PREFIX } from './history.ts';
import { republish } from './owner.ts';
import { settle } from './rest.ts';
import { living, type Whole } from './world.ts';

/**
 * At rest (rule 3): what each task keeps is what its own topic says, which is what compaction leaves of it; and restored
 * from that, with everything published and read once more, nobody comes to anything new.
 */
export async function checkQuiet(whole: Whole): Promise<void> {
  const { broker, history } = whole;
  law(broker.openTransactions().length === 0, () => `still open: ${broker.openTransactions()}`);
  checkStores(whole, 'at rest');
  checkOnce(whole);
  const seen = history.count();
  for (const process of whole.processes) {
    if (!process.gone) broker.crash(process.client);
    process.gone = true;
    broker.expireSession(process.client);
  }
  broker.compact(undefined, { tombstones: 'drop' });
  for (const { owns } of processors) {
    const left = newestOf(whole, owns);
    for (const key of history.keys(owns)) {
      law(
        sameBytes(left.get(key), history.newest(owns, key)),
        () => `${owns} ${key}: compaction changed what is newest`,
      );
    }
  }
  for (const machine of whole.machines) machine.stores.clear();
  let published = 0;
  for (const processor of processors) {
    for (const key of history.keys(processor.owns)) if (republish(whole, processor, key)) published++;
    // What came before it was known of is judged anew when it is read anew.
    if (!whole.scenario.rude && !whole.scenario.late) await readFromTheStart(whole, processor.name);
  }
  whole.start(whole.machines[0] as never);
  await settle(whole);
  law(history.count() === seen + published, () => 'restored, published and read again, it led to something new');
  checkStores(whole, 'restored');
}

/**
 * A decider passes over what it has seen, so that reading twice does not show in the facts (rule 6: exactly once, twice
 * over). Stock and loyalty answer each record that they read, so here it shows.
 */
function checkOnce({ history, rewound }: Whole): void {
  for (const name of ['stock', 'loyalty']) {
    const [asked, answered] = [history.length(`${name}-requests`), history.length(`${name}-replies`)];
    law(rewound || asked === answered, () => `${name} was asked ${asked} times, and has answered ${answered} times`);
  }
}

async function readFromTheStart({ broker }: Whole, processor: string): Promise<void> {
  const group = `${PREFIX}.${processor}`;
  const { admin } = broker.log('operator');
  await admin.commit(
    group,
    broker.committed(group).map(one => ({ ...one, offset: 0n })),
  );
}

function checkStores(whole: Whole, when: string): void {
  const owned = new Map(processors.map(({ name, owns }) => [name, owns]));
  for (const { machine, runs } of living(whole)) {
    for (const { name, tasks } of runs.map(run => run.status())) {
      const newest = [...newestOf(whole, owned.get(name) ?? '').values()];
      for (const { partition } of tasks) {
        const store = machine.stores.get(`${name}/${partition}`)?.store;
        const of = newest.filter(record => record.partition === partition);
        law(store?.size() === of.length, () => `${name}/${partition} ${when} keeps ${store?.size()} keys`);
        for (const { key, value } of of) {
          const alike = value !== null && store?.get(String(key))?.value.equals(value) === true;
          law(alike, () => `${name}/${partition} ${when}: its state of ${key} is not its topic's`);
        }
      }
    }
  }
}

const newestOf = ({ broker }: Whole, topic: string): Map<string, LogRecord> =>
  new Map(broker.records(`${PREFIX}.${topic}`).map(record => [String(record.key), record]));

const sameBytes = (a: LogRecord | undefined, b: LogRecord | undefined): boolean =>
  a?.value != null && b?.value != null && a.value.equals(b.value);
