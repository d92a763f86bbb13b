import type { Position } from './position.ts';
import { readSchema, type SchemaInput } from './read-schema.ts';
import { writerFields } from './verdicts.ts';
import { pairings } from './warnings/pairings.ts';

/** A field that a reader takes from its default in every record of a writer. */
export type UnwrittenField = { readonly path: string; readonly position: Position | null };

/**
 * The fields of a reader that a writer does not write: no error, since they have defaults, and yet lost for whoever
 * reads them, such as a projection that uses a field which producers stopped writing.
 *
 * @throws InvalidSchemaError
 */
export function unwrittenFields({
  reader,
  writer,
}: {
  readonly reader: SchemaInput;
  readonly writer: SchemaInput;
}): UnwrittenField[] {
  const read = readSchema(reader);
  const found = pairings(readSchema(writer).root, read.root).flatMap(({ path, before, now }): UnwrittenField[] => {
    const [written, wanted] = [before.node, now.node];
    if (written.type !== 'record' || wanted.type !== 'record') return [];
    return wanted.fields
      .filter(field => writerFields(written, field).length === 0)
      .map(field => ({
        path: path === '' ? field.name : `${path}.${field.name}`,
        position: read.places.at(field.json.start),
      }));
  });
  return found.filter((one, at) => found.findIndex(other => samePlace(one, other)) === at);
}

/** A record that is used in several places is told once, where its text is known. */
function samePlace(one: UnwrittenField, other: UnwrittenField): boolean {
  if (one.position === null || other.position === null) return one.path === other.path;
  return one.position.line === other.position.line && one.position.column === other.position.column;
}
