import { LongplayError } from '../errors.ts';
import { hanging } from './hanging.ts';
import type {
  CommittedPosition,
  GroupReader,
  LeftOpen,
  LogAdmin,
  PartitionOffsets,
  Position,
  TransactionalWriter,
} from './port.ts';

/** An input of the partition for which the group has never committed a position. */
export type MissingPosition = {
  readonly input: PartitionOffsets;
  /** The own topic's partition, final because fenced; null where no own topic was named. */
  readonly own: PartitionOffsets | null;
  /** What the group has committed for the other inputs of this partition. */
  readonly committed: readonly CommittedPosition[];
};

export type InitialPosition = 'earliest' | 'latest' | 'refuse';

/** What `restore` may rely on: nobody else can write under this transactional id any more. */
export type RestoreScope = {
  /** Where the inputs will be read from. */
  readonly positions: readonly Position[];
  readonly committed: readonly CommittedPosition[];
  /** Restore the state from the own topic's partition up to `own.end`. */
  readonly own: PartitionOffsets | null;
  readonly signal: AbortSignal;
};

export type TakeOver = {
  readonly reader: GroupReader;
  readonly writer: TransactionalWriter;
  readonly admin: LogAdmin;
  readonly group: string;
  readonly partition: number;
  /** Every topic that the reader delivers of this partition. */
  readonly inputs: readonly string[];
  /** The topic that the state is restored from. Default: none, `RestoreScope.own` is null. */
  readonly own?: string;
  /** Topics that the writer may write to: what a broker has left open there is ended. Default: `own`. */
  readonly writes?: readonly string[];
  /** Told where a transaction had been left open, after it was ended. Default: nobody. */
  readonly settled?: (open: readonly LeftOpen[]) => void;
  /**
   * Where to begin an input without a committed position. It has no default: a silent `latest` loses records, a silent
   * `earliest` repeats a history. The choice is committed before anything is read, so it is made once.
   */
  readonly initial: (missing: MissingPosition) => InitialPosition;
  /** Metadata of a position that `initial` chose. Default: empty. */
  readonly metadata?: (own: PartitionOffsets | null) => string;
  /** Brings the state to `own.end`. Whatever it throws ends the takeover before anything is delivered. */
  readonly restore?: (scope: RestoreScope) => Promise<void>;
  /** Aborted when the partition is lost or assigned anew meanwhile. */
  readonly signal: AbortSignal;
};

export type TakenOver = Omit<RestoreScope, 'signal'>;

/**
 * Takes one partition over, in the only order that is exact (DESIGN §7): FENCE → OFFSETS → RESTORE → SEEK → RESUME.
 * Fencing includes ending what a broker should have ended and did not (docs/decisions/0012).
 * Read before the fence, the offsets would miss what a zombie commits in between, and its causes would be handled
 * twice; read right after a commit without a fence, they may be stale, because EndTxn answers before the markers are
 * written (KIP-98).
 *
 * Answers null where the partition is not, or no longer, ours; nothing is delivered then. One attempt: on an error
 * the caller silences the partition and tries again.
 */
export async function takeOver(options: TakeOver): Promise<TakenOver | null> {
  const { signal } = options;
  try {
    return await attempt(options);
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

async function attempt(options: TakeOver): Promise<TakenOver | null> {
  const { reader, writer, partition, signal } = options;
  // A zombie that fences would shut out its rightful successor.
  if (signal.aborted || !(await reader.owns(partition)) || signal.aborted) return null;

  await writer.fence();
  if (signal.aborted) return null;
  const open = await writer.settle(reachOf(options));
  if (open.length > 0) options.settled?.(open);
  if (signal.aborted) return null;

  const taken = await findPositions(options);
  if (signal.aborted) return null;
  await pinInitial(options, taken);
  if (signal.aborted) return null;

  await options.restore?.({ ...taken, signal });
  if (signal.aborted) return null;

  reader.deliver(partition, taken.positions);
  return taken;
}

const reachOf = ({ group, partition, inputs, own, writes }: TakeOver) => ({
  topics: writes ?? (own === undefined ? [] : [own]),
  positions: { group, of: inputs.map(topic => ({ topic, partition })) },
});

async function findPositions(options: TakeOver): Promise<TakenOver> {
  const { admin, writer, group, partition, inputs, own, initial } = options;
  const ofPartition = async (topic: string): Promise<PartitionOffsets> => {
    const found = (await admin.offsets(topic)).find(offsets => offsets.partition === partition);
    if (found === undefined) throw new Error(`${topic} has no partition ${partition}, which the reader was assigned.`);
    return found;
  };
  const [all, ownOffsets, ...inputOffsets] = await Promise.all([
    admin.committed(group, inputs),
    own === undefined ? null : ofPartition(own),
    ...inputs.map(ofPartition),
  ]);
  // Nobody else writes here: what is open is an older transaction of this id, maybe of a producer that it had before.
  if (ownOffsets !== null && ownOffsets.end < ownOffsets.highWatermark) {
    throw hanging(writer.transactionalId, [{ topic: ownOffsets.topic, partition, offset: ownOffsets.end }]);
  }
  const committed = all.filter(position => position.partition === partition);
  const positions = inputOffsets.map((input): Position => {
    const found = committed.find(position => position.topic === input.topic);
    if (found !== undefined) return within(input, found, group);
    const choice = initial({ input, own: ownOffsets, committed });
    if (choice === 'refuse') throw noPosition(input, group);
    return { topic: input.topic, partition, offset: choice === 'earliest' ? input.start : input.end };
  });
  return { positions, committed, own: ownOffsets };
}

/** Commits what `initial` chose: `latest` would move with every new attempt, and trimming counts committed positions. */
async function pinInitial(options: TakeOver, { positions, committed, own }: TakenOver): Promise<void> {
  const metadata = options.metadata?.(own) ?? '';
  const chosen = positions
    .filter(position => !committed.some(known => known.topic === position.topic))
    .map(position => ({ ...position, metadata }));
  if (chosen.length === 0) return;
  await options.writer.transact({ records: [], positions: { group: options.group, committed: chosen } });
}

function within(input: PartitionOffsets, { topic, partition, offset }: CommittedPosition, group: string): Position {
  if (offset >= input.start && offset <= input.highWatermark) return { topic, partition, offset };
  throw new LongplayError(
    'LP_LOG_POSITION_OUTSIDE',
    `${group} has committed position ${offset} of ${topic}[${partition}], but its log reaches from ${input.start} to ` +
      `${input.highWatermark}.`,
  );
}

const noPosition = ({ topic, partition }: PartitionOffsets, group: string): LongplayError =>
  new LongplayError('LP_LOG_POSITION_MISSING', `${group} has no committed position for ${topic}[${partition}].`);
