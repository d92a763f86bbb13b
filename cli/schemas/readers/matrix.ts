import { projections } from '../../../projections/catalogue.ts';
import type { AvroSchema } from '../../../schemas/avro.ts';
import { findIncompatibilities } from '../../../schemas/check/incompatibilities.ts';
import { InvalidSchemaError, readSchema } from '../../../schemas/check/read-schema.ts';
import { unwrittenFields } from '../../../schemas/check/unwritten.ts';
import { topology } from '../../../streams/topology.ts';
import type { Working } from '../working.ts';
import { narrowed } from './narrow.ts';
import { topicsOf } from './usage.ts';
import { namesIn } from './used.ts';

/** Who reads a schema's topics, and the names in his code. */
export type SchemaReader = { readonly name: string; readonly uses: ReadonlySet<string> };

export type Cell = {
  readonly reader: string;
  /** Of the version that is read. */
  readonly writer: string;
  /** Whose view of the schema he has: as the file stands, or as it stood in that version. */
  readonly reading: string;
  /** Paths that he uses and cannot read; records fail. */
  readonly breaks: readonly string[];
  /** Paths that he uses and that are not in the records: he sees their defaults. */
  readonly defaults: readonly string[];
};

export type Matrix = {
  readonly schema: string;
  readonly readers: readonly string[];
  readonly cells: readonly Cell[];
  /** What follows for the way from the version before to this one; null where nothing changed. */
  readonly deploy: DeployOrder | null;
};

export type DeployOrder = 'any order' | 'readers first' | 'writer first' | 'not without a stop';

export type Writer = { readonly label: string; readonly text: string };

/** Processors and projections that read a topic of this schema. An owner reads what it has written. */
export function readersOf(working: Working): SchemaReader[] {
  const names = new Set(working.topics.map(({ name }) => name));
  const kind = ['hospital', 'operations'].includes(working.name) ? 'treatment' : 'facts';
  const processors = topology
    .filter(one => topicsOf(one).some(topic => names.has(topic)))
    .map(({ processor }) => ({ name: processor, uses: namesIn(`streams/${processor}/processor.ts`, kind) }));
  const views = projections
    .filter(({ topics }) => topics.some(topic => names.has(topic)))
    .map(({ name }) => ({ name: `${name} (view)`, uses: namesIn(`projections/${name}/projection.ts`, 'facts') }));
  return [...processors, ...views];
}

/** Every reader in this code on every version, and the readers of the version before on what this one writes. */
export function matrixOf(working: Working, versions: readonly Writer[], before: Writer | null): Matrix {
  const readers = readersOf(working);
  const schemas = versions.flatMap(version => schemaOf(version));
  const now = schemaOf({ label: 'this schema', text: working.text })[0];
  if (now === undefined)
    return { schema: working.name, readers: readers.map(({ name }) => name), cells: [], deploy: null };
  const forward = readers.flatMap(reader => schemas.map(writer => cellOf(reader, now, writer)));
  const old = before === null ? undefined : schemaOf(before)[0];
  const back = old === undefined ? [] : readers.map(reader => cellOf(reader, old, now));
  const upgrade = old === undefined ? [] : readers.map(reader => cellOf(reader, now, old));
  const deploy = old === undefined ? null : orderOf(upgrade, back);
  return { schema: working.name, readers: readers.map(({ name }) => name), cells: [...forward, ...back], deploy };
}

type Labelled = { readonly label: string; readonly schema: AvroSchema };

/** A text that is no schema is a finding elsewhere. */
function schemaOf({ label, text }: Writer): Labelled[] {
  try {
    readSchema(text);
    return [{ label, schema: JSON.parse(text) as AvroSchema }];
  } catch (error) {
    if (error instanceof InvalidSchemaError) return [];
    throw error;
  }
}

function cellOf({ name, uses }: SchemaReader, view: Labelled, writer: Labelled): Cell {
  const reader = narrowed(view.schema, uses);
  const breaks = findIncompatibilities({ reader, writer: writer.schema }).flatMap(({ causes }) =>
    causes.map(({ path }) => path),
  );
  const defaults = breaks.length > 0 ? [] : unwrittenFields({ reader, writer: writer.schema }).map(({ path }) => path);
  return { reader: name, writer: writer.label, reading: view.label, breaks: [...new Set(breaks)], defaults };
}

/** `upgrade`: new readers on old records. `back`: old readers on new records, where a default is a loss. */
function orderOf(upgrade: readonly Cell[], back: readonly Cell[]): DeployOrder {
  const readersFirst = upgrade.every(({ breaks }) => breaks.length === 0);
  const writerFirst = back.every(({ breaks, defaults }) => breaks.length === 0 && defaults.length === 0);
  if (readersFirst) return writerFirst ? 'any order' : 'readers first';
  return writerFirst ? 'writer first' : 'not without a stop';
}
