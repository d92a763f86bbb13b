import { randomUUID } from 'node:crypto';
import type { RequestSender } from '../../api/requests/sender.ts';
import { patiently } from '../tail/patiently.ts';
import type { ImportFile } from './file.ts';
import { kinds } from './kinds.ts';
import type { Shop } from './known.ts';
import type { Line } from './lines.ts';
import type { Progress } from './progress.ts';
import type { Refusals } from './refusals.ts';
import { createSending } from './sending.ts';
import { type KindName, type Parsed, parseLine } from './shapes.ts';
import type { Judge } from './verdict.ts';
import { endOfOutcomes } from './wait/decided.ts';
import { type Placed, type Waited, waitFor } from './wait/wait.ts';

export type ImportOptions = {
  readonly kind: KindName;
  readonly file: ImportFile;
  readonly again: string | null;
  /** Null: do not wait. Else how long at most, ms; Infinity: without an end. */
  readonly wait: number | null;
  readonly shop: Shop;
  readonly sender: Pick<RequestSender, 'sendAll'>;
  readonly refusals: Refusals;
  readonly signal: AbortSignal;
  /** Hears how to tell how far it is, whenever another phase begins. */
  readonly onPhase: (phase: string, progress: () => Progress | string) => void;
};

export type Imported = {
  /** Lines that are not blank. */
  readonly lines: number;
  readonly sent: number;
  readonly unchanged: number;
  /** From the first line to the last request on the log, ms. */
  readonly elapsed: number;
  /** Null where it was not waited for. */
  readonly waited: Waited | null;
};

const parse = (kind: KindName, line: Line): Parsed<never> =>
  line.fault === undefined
    ? (parseLine(kind, line.text) as Parsed<never>)
    : { refused: [{ field: '', reason: line.fault }] };

/** Brings a file into the shop. It may be broken off and begun again at any point: nothing comes in twice. */
export async function importFile(options: ImportOptions): Promise<Imported> {
  const { kind, file, shop, sender, refusals, signal, onPhase } = options;
  const { processor, requestTopic, judge: learn } = kinds[kind];
  const of = { run: randomUUID().slice(0, 8), again: options.again, now: Date.now };
  onPhase('reading what is known', () => '');
  const judge = (await learn(of, shop, file, signal)) as Judge;
  const outcomes = options.wait === null ? [] : await endOfOutcomes(shop, processor, signal);
  const sending = createSending({ sender, signal, logger: shop.logger });
  const placed = new Map<string, Placed>();

  const started = performance.now();
  const counts = { lines: 0, bytes: 0, unchanged: 0 };
  const progress = () => ({ ...counts, size: file.size, elapsed: performance.now() - started });
  onPhase('importing', progress);

  for await (const { lines, bytes } of file.lines(signal)) {
    const parsed = lines.map(line => ({ line, ...parse(kind, line) }));
    const values = parsed.flatMap(one => ('value' in one ? [one.value] : []));
    await patiently('Preparing lines', { signal, logger: shop.logger }, async () => judge.prepare?.(values));
    for (const { line, ...one } of parsed) {
      counts.lines += 1;
      const verdict = 'value' in one ? judge.decide(one.value, line.number) : one;
      if ('refused' in verdict) await refusals.add({ line: line.number, by: 'import', errors: verdict.refused });
      else if ('unchanged' in verdict) counts.unchanged += 1;
      else {
        const { key, value } = verdict.send;
        if (kind === 'orders' && options.wait !== null && !placed.has(value.event.id)) {
          placed.set(value.event.id, { line: line.number, orderId: key });
        }
        await sending.add(verdict.send, line.text?.length ?? 0);
      }
    }
    counts.bytes = bytes;
  }
  await sending.finish();
  const elapsed = performance.now() - started;
  // Receipts are told apart by the file's content, which must have been the same from the first look to the last.
  if (kind === 'stock') await file.checkUnchanged();
  const { lines, unchanged } = counts;
  const imported = { lines, unchanged, sent: sending.sent, elapsed };
  if (options.wait === null) return { ...imported, waited: null };
  const asked = { processor, requestTopic, newest: sending.newest, run: of.run, placed, outcomes };
  return { ...imported, waited: await waitFor({ ...options, asked, patience: options.wait }) };
}
