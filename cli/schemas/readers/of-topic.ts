import type { TopicReader } from '../../../api/follow/context.ts';
import { projections } from '../../../projections/catalogue.ts';
import { parseSchemaFile } from '../../../schemas/load.ts';
import { topics } from '../../../schemas/topics.ts';
import { topology } from '../../../streams/topology.ts';
import { namesIn } from './used.ts';

const known = new Map<string, readonly TopicReader[]>();

/** Who in this code reads a topic, and which of its fields. Worked out once: the code does not change while it runs. */
export function readersOfTopic(topic: string): readonly TopicReader[] {
  const readers = known.get(topic) ?? workedOut(topic);
  known.set(topic, readers);
  return readers;
}

function workedOut(name: string): TopicReader[] {
  const topic = topics.find(one => one.name === name);
  if (topic === undefined) return [];
  const fields = [...fieldNamesIn(parseSchemaFile(topic.schema))];
  const of = ['hospital', 'operations'].includes(topic.schema) ? 'treatment' : 'facts';
  const used = (entry: string): string[] => {
    const names = namesIn(entry, of);
    return fields.filter(field => names.has(field));
  };
  const processors = topology.flatMap((station): TopicReader[] => {
    const as = roleOf(station, name);
    if (as === null) return [];
    const { processor } = station;
    return [{ name: processor, kind: 'processor', as, fields: used(`streams/${processor}/processor.ts`) }];
  });
  const views = projections
    .filter(one => one.topics.includes(name))
    .map(({ name: view }): TopicReader => {
      return { name: view, kind: 'projection', as: 'view', fields: used(`projections/${view}/projection.ts`) };
    });
  return [...processors, ...views];
}

function roleOf(station: (typeof topology)[number], topic: string): TopicReader['as'] | null {
  const { processor, owns, reads, tables } = station;
  if (owns === topic) return 'own';
  if (reads.includes(topic)) return 'cause';
  if (tables.includes(topic)) return 'table';
  return [`${processor}.operations`, `${processor}.hospital`].includes(topic) ? 'treatment' : null;
}

/** Of all records in a schema, in the order in which they stand there. */
function fieldNamesIn(node: unknown, into: Set<string> = new Set()): Set<string> {
  if (Array.isArray(node)) for (const one of node) fieldNamesIn(one, into);
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return into;
  const { fields = [], type, items, values } = node as Record<string, unknown> & { fields?: { name: string }[] };
  for (const field of fields) {
    into.add(field.name);
    fieldNamesIn((field as { type?: unknown }).type, into);
  }
  for (const part of [type, items, values]) fieldNamesIn(part, into);
  return into;
}
