import { list, nullable, type Schema, time, timeOrNull, wholeAnswer } from './schemas.ts';

/** Read models and what is done with them, as they are answered. */

const text = { type: 'string' };
const textOrNull = { type: ['string', 'null'] };
const number = { type: 'integer' };
const count = (description: string) => ({ ...number, description });
/** By names that nobody knows beforehand. */
const byName = (values: Schema, description: string): Schema => ({
  type: 'object',
  additionalProperties: values,
  description,
});

const sample = wholeAnswer({
  key: byName({}, 'Of the row.'),
  kind: { type: 'string', enum: ['only-live', 'only-other', 'different'] },
  columns: byName(wholeAnswer({ live: textOrNull, other: textOrNull }), 'The columns that differ, cut.'),
});

const table = wholeAnswer({
  table: text,
  live: count('Rows of the live one.'),
  other: count('Rows of the other.'),
  onlyLive: number,
  onlyOther: number,
  different: number,
  columns: byName(number, 'In how many rows each column differs.'),
  columnsOnlyLive: list(text, 'Columns that only one of them has cannot be compared.'),
  columnsOnlyOther: list(text),
  samples: list(sample, 'Some of the rows that differ.'),
});

const parkedKey = wholeAnswer({ key: textOrNull, generation: number, code: text });

const proof: Schema = {
  type: 'object',
  required: ['comparedAt', 'live', 'other', 'differences', 'tables', 'position', 'heldMs', 'trimmed'],
  properties: {
    comparedAt: time('When.'),
    live: count('Generation that readers ask.'),
    other: count('Generation that it was compared with.'),
    differences: count('Rows and columns that are not the same.'),
    tables: list(table),
    parked: wholeAnswer({
      live: count('Records that the live one could not project.'),
      other: number,
      samples: list(parkedKey, 'Keys of which it shows an older fact, or none; some of them.'),
    }),
    position: byName(text, 'Where both stood: offset by topic and partition.'),
    heldMs: { type: 'number', description: 'How long appliers waited.' },
    trimmed: list(text, 'Topics of which records were deleted: what they made cannot be made again.'),
  },
};

const report: Schema = {
  type: ['object', 'null'],
  description: 'What the comparison found, and how long everything took. Null while there is none.',
  properties: {
    proof: { ...proof, description: 'Of a rebuild and a verification.' },
    accepted: { ...text, description: 'Why differences were accepted.' },
    records: count('Records read.'),
    rows: count('Rows that came of them.'),
    seconds: byName({ type: 'number' }, 'How long loading, indexes, catching up and comparing took.'),
    live: count('The generation that readers ask since then.'),
    healed: { ...wholeAnswer({ key: text, records: number, rows: number }), description: 'Of the rows of a key.' },
  },
};

const by: Schema = { type: 'object', properties: { actor: text, reason: text } };

const options: Schema = {
  type: 'object',
  description: 'How it was asked for.',
  properties: {
    throttle: count('Records a second at most.'),
    swap: { type: 'boolean' },
    accept: { ...text, description: 'Why differences are right.' },
    key: { ...text, description: 'The key whose rows are made anew.' },
    reason: { ...text, description: 'Why it was asked for.' },
    actor: { ...text, description: 'Who asked, by the id of the key or the subject of the token.' },
    cancelled: { ...by, description: 'Who has ended it, and why.' },
  },
};

const percent = { type: 'number', description: '100 only where everything is read.' };

const progress = {
  ...nullable(
    wholeAnswer({
      records: count('Read so far.'),
      total: count('To be read in all; reckoned by offsets until everything is read.'),
      percent,
      rate: count('Records a second.'),
      etaSeconds: { type: ['integer', 'null'], description: 'Time left; null where nobody can tell.' },
      partitions: list(wholeAnswer({ topic: text, partition: number, records: number, total: number, percent })),
    }),
  ),
  description: 'Records read and to be read, rate and time left, by partition. Null for what loads nothing.',
};

export const errorOrNull = nullable(wholeAnswer({ code: text, message: text }));

const kind = { type: 'string', enum: ['rebuild', 'verify', 'swap', 'rollback', 'heal'] };
const state = {
  type: 'string',
  description: 'waiting, loading, indexing, catching-up, proving, swapping; done, different, cancelled, failed.',
};
const generation = { type: ['integer', 'null'], description: 'The one that it makes, compares or swaps in.' };

export const operationAnswer = wholeAnswer({
  id: number,
  projection: text,
  kind,
  state,
  generation,
  askedAt: time('When it was asked for.'),
  startedAt: timeOrNull('When a projector took it.'),
  finishedAt: timeOrNull('When it ended.'),
  taken: { type: 'boolean', description: 'Whether some process works on it.' },
  options,
  progress,
  error: errorOrNull,
  report,
  links: { type: 'object', additionalProperties: text },
});

const generationAnswer = wholeAnswer({
  number,
  state: { type: 'string', description: 'building, ready, live, previous, dropping.' },
  fingerprint: { ...textOrNull, description: 'Of the code that builds it.' },
  since: time('In this state.'),
  lag: { type: ['integer', 'null'], description: 'Offsets to the end, in all; null where nobody feeds it.' },
  rows: {
    type: ['integer', 'null'],
    description:
      'Rows of its tables, about, as Postgres counts them while they are written; null where it has no tables, or Postgres cannot tell, such as after a crash until it has analyzed them.',
  },
  error: { ...textOrNull, description: 'Why one of its partitions stands still.' },
});

const partitionAnswer = wholeAnswer({
  topic: text,
  partition: number,
  position: count('Offset of the next record to project.'),
  end: count('Last stable offset of the log.'),
  lag: count('Offsets between them, markers of transactions included.'),
  lagSeconds: {
    type: ['number', 'null'],
    description: 'Age of the oldest record that is missing; null where nobody could tell in time.',
  },
  applied: count('Records that were applied since the generation began.'),
  movedAt: timeOrNull('When the position moved last.'),
  error: { ...textOrNull, description: 'Why it stands still.' },
});

const drift = wholeAnswer({
  generation: number,
  buckets: count('Parts that all keys are in.'),
  seen: count('Parts that were looked at since the generation is live.'),
  lookedAt: time('The last look.'),
  keys: count('Keys that were looked at.'),
  differences: count('Rows that were not what the log says.'),
  samples: list(sample, 'Some of them.'),
  trimmed: { type: 'boolean', description: 'Records were deleted, so rows of which the log has nothing do not count.' },
});

export const projectionAnswer = wholeAnswer({
  name: text,
  paused: {
    ...nullable(wholeAnswer({ at: time('Since when.'), reason: textOrNull })),
    description: 'Nothing is applied until it is resumed. Null: it is not paused.',
  },
  generations: list(generationAnswer, 'Fillings of its tables: which one readers ask, which are kept beside it.'),
  partitions: list(partitionAnswer, 'Position, end and lag of the live generation.'),
  filling: {
    ...nullable(wholeAnswer({ passed: number, total: number })),
    description: 'Offsets passed and in all, of a first filling from history; readers see it afterwards.',
  },
  parked: list(
    wholeAnswer({
      generation: number,
      count: number,
      oldest: time('When the first was admitted.'),
      error: errorOrNull,
    }),
    'Records that could not be projected, by generation.',
  ),
  operation: {
    ...nullable(
      wholeAnswer({
        id: number,
        kind,
        state,
        generation,
        askedAt: time('When it was asked for.'),
        finishedAt: timeOrNull('When it ended.'),
        error: errorOrNull,
      }),
    ),
    description: 'What was asked of it last.',
  },
  drift: { ...nullable(drift), description: 'What the sentinel saw when it looked last.' },
});
