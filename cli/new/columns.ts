import { type AvroSchema, isEnum, isUnion, type RecordField, type RecordSchema } from '../../schemas/avro.ts';
import { snake } from './names.ts';

/** One column of a read model, as it follows from a field of the fact. */
export type Column = {
  readonly field: string;
  readonly column: string;
  /** In table.sql, such as `text not null`. */
  readonly sql: string;
  /** Of the row that `project` makes. */
  readonly type: string;
  /** How it is made of `fact`. */
  readonly value: string;
  readonly doc: string;
};

/** SQL's own words, which no column can be called without quotes. */
const reserved = new Set(['all', 'check', 'column', 'default', 'desc', 'end', 'from', 'group', 'limit', 'offset']);
for (const word of ['order', 'primary', 'references', 'select', 'table', 'to', 'union', 'user', 'when', 'where'])
  reserved.add(word);

/**
 * The fields at the top of a fact that make a column by themselves: what is asked for is often among them, and what is
 * not is taken out. Nothing personal: the API would have to open it.
 */
export function columnsOf({ fields }: RecordSchema, key: string): Column[] {
  const engine = [key, 'version', 'historyDropped'];
  return fields.filter(({ name, personal }) => !engine.includes(name) && personal !== true).flatMap(columnOf);
}

function columnOf({ name, type, doc = '' }: RecordField): Column[] {
  const column = snakeOf(name);
  const [scalar, nullable] = isUnion(type) ? [type.find(one => one !== 'null'), true] : [type, false];
  const made = scalar === undefined ? null : kindOf(scalar);
  if (made === null || reserved.has(column)) return [];
  const { sql, ts, iso } = made;
  const plain = `fact.${name}`;
  const time = `new Date(${plain}).toISOString()`;
  return [
    {
      field: name,
      column,
      sql: nullable ? sql : `${sql} not null`,
      type: `${ts}${nullable ? ' | null' : ''}`,
      value: !iso ? plain : nullable ? `${plain} === null ? null : ${time}` : time,
      doc: doc.split('\n')[0] ?? '',
    },
  ];
}

type Kind = { readonly sql: string; readonly ts: string; readonly iso?: true };
const plain: Readonly<Record<string, Kind>> = {
  string: { sql: 'text', ts: 'string' },
  boolean: { sql: 'boolean', ts: 'boolean' },
  int: { sql: 'bigint', ts: 'number' },
  long: { sql: 'bigint', ts: 'number' },
};

function kindOf(type: AvroSchema): Kind | null {
  if (typeof type === 'string') return plain[type] ?? null;
  if (isEnum(type)) return { sql: 'text', ts: 'string' };
  if (!('logicalType' in type) || type.logicalType !== 'timestamp-millis') return null;
  return { sql: 'timestamptz', ts: 'string', iso: true };
}

const snakeOf = (name: string): string => snake(name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`));
