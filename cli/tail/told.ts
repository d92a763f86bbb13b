import { parseSealedSchema } from '../../runtime/codec/avro/schema.ts';
import { holdsPersonal } from '../../runtime/codec/personal.ts';
import { personalVisitor } from '../../runtime/codec/personal-visitor.ts';
import { UndecodableError } from '../../runtime/codec/undecodable.ts';
import type { LogRecord } from '../../runtime/log/port.ts';
import type { Wire } from '../../runtime/tasks/engine.ts';
import { schemaText } from '../../schemas/load.ts';
import { topics } from '../../schemas/topics.ts';

/** One record, as far as it may be told: personal fields say `sealed`. */
export type Told = {
  readonly time: string;
  /** Without the prefix. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  /** Null: requests have none. */
  readonly version: number | null;
  /** Of the event, such as longplay.order.placed. */
  readonly type: string | null;
  readonly status: string | null;
  /** What it says: the transitions that this version is the first to tell, or what is asked or answered. */
  readonly changes: readonly { readonly what: string; readonly reason: string | null }[];
  /** The story that it belongs to; for an order its id. */
  readonly correlationId: string | null;
  /** Why the value cannot be read, and how it begins. */
  readonly undecodable: { readonly reason: string; readonly bytes: number; readonly begins: string } | null;
  /** Null where the key was deleted. */
  readonly value: unknown;
};

/** The fields that records of the catalogue have in common, where they have them. */
type Value = {
  readonly event?: { readonly type: string; readonly correlationId: string };
  readonly version?: number;
  readonly status?: string;
  readonly history?: readonly { readonly what: string; readonly version: number; readonly reason: string | null }[];
  readonly type?: string;
  readonly requestType?: string;
  readonly answer?: string;
  readonly quantity?: number;
  readonly reason?: string | null;
};

/** Reads the records of one topic. */
export function teller(topic: string, wire: Pick<Wire, 'reader'>) {
  const definition = topics.find(({ name }) => name === topic);
  if (definition === undefined) throw new Error(`No topic is named ${topic}.`);
  const reader = wire.reader(topic);
  const visit = concealing(schemaText(definition));

  return {
    prepare: (records: readonly LogRecord[]) => reader.prepare(records.map(({ value }) => value)),
    tell({ partition, offset, timestamp, key, value: bytes }: LogRecord): Told {
      const at = {
        time: new Date(timestamp).toISOString(),
        topic,
        partition,
        offset: String(offset),
        key: key === null ? null : key.toString('utf8'),
      };
      const nothing = { version: null, type: null, status: null, correlationId: null, undecodable: null, value: null };
      if (bytes === null) return { ...at, ...nothing, changes: [{ what: 'DELETED', reason: null }] };
      try {
        const value = reader.decode(bytes) as Value;
        return {
          ...at,
          ...nothing,
          version: value.version ?? null,
          type: value.event?.type ?? null,
          status: value.status ?? null,
          changes: changesOf(value),
          correlationId: value.event?.correlationId ?? null,
          value: visit(value),
        };
      } catch (error) {
        if (!(error instanceof UndecodableError)) throw error;
        const begins = bytes.subarray(0, 16).toString('hex');
        return { ...at, ...nothing, changes: [], undecodable: { reason: error.reason, bytes: bytes.length, begins } };
      }
    },
  };
}

function changesOf({ history, version, type, requestType, answer, quantity, reason = null }: Value): Told['changes'] {
  if (history !== undefined) {
    return history.filter(one => one.version === version).map(one => ({ what: one.what, reason: one.reason }));
  }
  const asked = [requestType ?? type, quantity, answer].filter(part => part !== undefined);
  return asked.length === 0 ? [] : [{ what: asked.join(' '), reason }];
}

/** A copy of a record in which every personal field says `sealed`, and bytes say how many they are. */
function concealing(schema: string): (value: unknown) => unknown {
  const type = parseSealedSchema(schema);
  const visit = holdsPersonal(type) ? personalVisitor(type) : (value: unknown) => value;
  return value => withoutBytes(visit(value, () => 'sealed'));
}

function withoutBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Array.isArray(value)) return value.map(withoutBytes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withoutBytes(field)]));
}
