import {
  type EnumNode,
  type FieldNode,
  type FixedNode,
  isNamed,
  type NamedNode,
  type RecordNode,
  type SchemaNode,
  shortName,
} from './schema.ts';

/**
 * Whether every value of the writer's type can be read, each pair of nodes worked out once. Types that hold themselves
 * are taken to fit until something shows that they don't; a pair that rests on such an assumption is forgotten when the
 * assumption falls. `given` fits, whatever it looks like.
 */
export function createVerdicts(
  given: ReadonlyMap<SchemaNode, ReadonlySet<SchemaNode>> = new Map(),
): (reader: SchemaNode, writer: SchemaNode) => boolean {
  const known = new Map<SchemaNode, Map<SchemaNode, boolean | 'open' | 'resting'>>();
  const resting: [SchemaNode, SchemaNode][] = [];
  let assumed = 0;

  function fits(reader: SchemaNode, writer: SchemaNode): boolean {
    const verdicts = known.get(reader) ?? new Map<SchemaNode, boolean | 'open' | 'resting'>();
    known.set(reader, verdicts);
    const verdict = verdicts.get(writer);
    if (verdict === 'open' || verdict === 'resting') assumed += 1;
    if (verdict !== undefined) return verdict !== false;
    if (given.get(reader)?.has(writer)) return true;
    verdicts.set(writer, 'open');
    const [before, from] = [assumed, resting.length];
    const answer = worked(reader, writer);
    const rests = answer && assumed > before;
    verdicts.set(writer, rests ? 'resting' : answer);
    if (rests) resting.push([reader, writer]);
    if (!answer) for (const [r, w] of resting.splice(from)) known.get(r)?.delete(w);
    return answer;
  }

  function worked(r: SchemaNode, w: SchemaNode): boolean {
    if (w.type === 'union') return w.branches.every(branch => fits(r, branch.node));
    if (r.type === 'union') return r.branches.some(branch => fits(branch.node, w));
    if (r.type !== w.type) return promotions[w.type]?.includes(r.type) ?? false;
    if (r.type === 'array' && w.type === 'array') return fits(r.items.node, w.items.node);
    if (r.type === 'map' && w.type === 'map') return fits(r.values.node, w.values.node);
    if (!isNamed(r) || !isNamed(w)) return true;
    if (!sameName(r, w)) return false;
    if (r.type === 'fixed') return r.size === (w as FixedNode).size;
    if (r.type === 'enum') return missingSymbols(r, w as EnumNode).length === 0;
    return r.fields.every(field => {
      const [match, ...others] = writerFields(w as RecordNode, field);
      if (match === undefined) return field.default !== null;
      return others.length === 0 && fits(field.use.node, match.use.node);
    });
  }

  return fits;
}

/** Avro specification, "Schema Resolution": what each primitive may be read as, beside itself. */
const promotions: Readonly<Record<string, readonly string[]>> = {
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
  string: ['bytes'],
  bytes: ['string'],
};

/** Java compares the names without their namespaces, and aliases with them. */
export function sameName(reader: NamedNode, writer: NamedNode): boolean {
  return shortName(reader.name) === shortName(writer.name) || reader.aliases.includes(writer.name);
}

/** In the alphabet's order; none where the reader's enum has a default. A default of the field does not help. */
export function missingSymbols(reader: EnumNode, writer: EnumNode): string[] {
  if (reader.default !== null && reader.symbols.includes(reader.default)) return [];
  const read = new Set(reader.symbols);
  return writer.symbols.filter(symbol => !read.has(symbol)).sort();
}

/** The writer's fields that a reader's field could be read from: by its name, and by each alias. More than one is wrong. */
export function writerFields(writer: RecordNode, { name, aliases }: FieldNode): FieldNode[] {
  return [name, ...aliases].flatMap(one => writer.fields.find(field => field.name === one) ?? []);
}
