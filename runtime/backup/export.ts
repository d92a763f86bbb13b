import type { Drain } from '../drain/drain.ts';
import type { Log, Position } from '../log/port.ts';
import { inPool } from '../pool.ts';
import type { SchemaRegistry } from '../registry/client.ts';
import type { Processor } from '../tasks/definition.ts';
import { topicOf, type Wire } from '../tasks/engine.ts';
import { copyPartition } from './copying.ts';
import { beginOrGoOn, type Draft, inFolder, type Source, tidy } from './draft.ts';
import { type Manifest, writeManifest } from './manifest.ts';
import { type PendingEffects, pendingEffects } from './pending-effects.ts';
import { type Ends, endsOf, movedIn, notQuiet, untilQuiet } from './quiet.ts';
import { learnSchemas } from './schemas.ts';

export type ExportOptions = Source & {
  readonly log: Log;
  readonly registry: SchemaRegistry;
  readonly wire: Pick<Wire, 'reader' | 'owed'>;
  readonly processors: readonly Pick<Processor, 'name' | 'owns' | 'reads'>[];
  /** How far the read models are; null where nobody has ever built any. */
  readonly projected: () => Promise<readonly Position[] | null>;
  /** Shuts the ways in. Ended by the export. */
  readonly drain: (signal: AbortSignal) => Promise<Drain>;
  /** How long the shop may take to come to rest, ms. */
  readonly patience: number;
  readonly signal: AbortSignal;
  readonly onPhase: (phase: ExportPhase) => void;
  /** Called when everything is copied, before writes are taken again. `held` aborts when they may be taken all the same. */
  readonly beforeReopening?: (exported: Exported, held: AbortSignal) => Promise<void>;
};

export type ExportPhase =
  | {
      readonly name: 'copying' | 'copying the rest';
      readonly records: () => number;
      /** Offsets that were read, of `total`: some are no records. */
      readonly passed: () => number;
      readonly total: number;
    }
  | { readonly name: 'draining'; readonly reasons: () => readonly string[] };

export type Exported = {
  readonly manifest: Manifest;
  /** Records that were copied now; the others were there from an export that was broken off. */
  readonly copied: number;
  /** How long writes were refused, ms. */
  readonly drained: number;
};

/** Partitions that are copied at the same time. */
const AT_ONCE = 4;

/**
 * Copies every topic while the shop works, then drains it, copies what has come since, and looks whether anything moved
 * meanwhile; where a deadline has fired, for example, it copies on. What it has in the end is everything, at one moment
 * at which nothing was under way (docs/decisions/0071).
 *
 * @throws LP_EXPORT_…, LP_DRAIN_…, LP_BACKUP_…
 */
export async function exportLog(options: ExportOptions): Promise<Exported> {
  const { log, prefix, folder, registry } = options;
  const draft = await beginOrGoOn(options);
  const names = draft.topics.map(({ name }) => topicOf({ prefix }, name));
  const copier = createCopier(options, draft);
  await copier.copyTo(await endsOf(log, names), 'copying', options.signal);
  await learnSchemas(registry, prefix, draft);
  const effects = pendingEffects(options);
  await effects.readTo(await endsOf(log, names));

  const drain = await options.drain(options.signal);
  const begun = performance.now();
  const signal = AbortSignal.any([options.signal, drain.lost]);
  try {
    await copyUntilStill({ ...options, signal }, { drain, names, effects, copier, draft });
    draft.state = 'complete';
    draft.finishedAt = new Date().toISOString();
    await copier.save();
    await inFolder(folder, () => tidy(folder, draft));
    const exported = { manifest: draft, copied: copier.copied(), drained: performance.now() - begun };
    await options.beforeReopening?.(exported, signal);
    return exported;
  } catch (error) {
    throw drain.lost.aborted && !options.signal.aborted ? drain.lost.reason : error;
  } finally {
    await drain.end();
  }
}

type Copier = {
  copyTo(ends: Ends, name: 'copying' | 'copying the rest', signal: AbortSignal): Promise<void>;
  save(): Promise<void>;
  copied(): number;
};

function createCopier({ log, prefix, folder, onPhase }: ExportOptions, draft: Draft): Copier {
  let copied = 0;
  let saving: Promise<void> = Promise.resolve();
  const save = (): Promise<void> => {
    const saved = saving.then(() => inFolder(folder, () => writeManifest(folder, draft)));
    saving = saved.catch(() => undefined);
    return saved;
  };

  const copyTo: Copier['copyTo'] = async (ends, name, signal) => {
    const all = draft.topics.flatMap(part =>
      part.partitions.map(partition => {
        const topic = topicOf({ prefix }, part.name);
        const { start = 0n, end: until = 0n } =
          ends.get(topic)?.find(one => one.partition === partition.partition) ?? {};
        return { topic, part, partition, start, until };
      }),
    );
    const total = all.reduce((sum, { partition, start, until }) => {
      const from = BigInt(partition.position) > start ? BigInt(partition.position) : start;
      return sum + (until > from ? Number(until - from) : 0);
    }, 0);
    const before = copied;
    let passed = 0;
    onPhase({ name, records: () => copied - before, passed: () => passed, total });
    const onRecords = (records: number, offsets: number): void => {
      copied += records;
      passed += offsets;
    };
    await inPool(AT_ONCE, all, one =>
      inFolder(folder, () => copyPartition({ log, folder, ...one, signal, onRecords, finished: save })),
    );
  };
  return { copyTo, save, copied: () => copied };
}

type UnderDrain = {
  readonly drain: Drain;
  readonly names: readonly string[];
  readonly effects: PendingEffects;
  readonly copier: Copier;
  readonly draft: Draft;
};

/** Rests only where nothing has moved from the moment at which all was quiet until all of it was copied. */
async function copyUntilStill(
  options: ExportOptions,
  { drain, names, effects, copier, draft }: UnderDrain,
): Promise<void> {
  const { log, registry, prefix, signal, patience, onPhase } = options;
  const until = Date.now() + patience;
  for (;;) {
    let reasons: readonly string[] = [];
    onPhase({ name: 'draining', reasons: () => reasons });
    const onWait = (told: readonly string[]): void => {
      reasons = told;
    };
    const { stillOpen } = drain;
    const cut = await untilQuiet({ ...options, topics: names, effects, stillOpen, until, onWait });
    await copier.copyTo(cut, 'copying the rest', signal);
    await learnSchemas(registry, prefix, draft);
    const moved = movedIn(cut, await endsOf(log, names));
    if (moved.length === 0) {
      const waiting = effects.waiting();
      for (const part of draft.topics) part.waiting = waiting.get(part.name) ?? 0;
      return drain.confirm();
    }
    if (Date.now() >= until) throw notQuiet(moved.map(one => `${one} was written to while it was copied`));
  }
}
