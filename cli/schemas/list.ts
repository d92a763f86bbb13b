import { sameSchema } from './history.ts';
import { type Working, workingSchemas } from './working.ts';

export type ListedSchema = {
  readonly name: string;
  readonly topics: readonly string[];
  readonly level: string;
  /** Versions that a release has frozen. */
  readonly released: readonly string[];
  /** Of the file against the newest of them. */
  readonly state: 'as released' | 'changed' | 'never released';
  readonly file: string;
};

export function listSchemas(): ListedSchema[] {
  return workingSchemas().map(one => ({
    name: one.name,
    topics: one.topics.map(topic => topic.name),
    level: one.level,
    released: one.released.map(({ version }) => version),
    state: stateOf(one),
    file: one.file,
  }));
}

function stateOf({ released, text }: Working): ListedSchema['state'] {
  const last = released.at(-1);
  if (last === undefined) return 'never released';
  return sameSchema(last.text, text) ? 'as released' : 'changed';
}

/** A table for people. */
export function schemasText(listed: readonly ListedSchema[]): string {
  const rows = [
    ['SCHEMA', 'RELEASED', 'THE FILE IS', 'LEVEL', 'TOPICS'],
    ...listed.map(({ name, released, state, level, topics }) => [
      name,
      released.length === 0 ? '' : `1–${released.length}`.replace(/^1–1$/, '1'),
      state,
      level,
      topics.length > 2 ? `${topics[0]} and ${topics.length - 1} more` : topics.join(', '),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => (row[column] ?? '').length)));
  return rows
    .map(row => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd().concat('\n'))
    .join('');
}
