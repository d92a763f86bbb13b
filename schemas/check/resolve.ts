import {
  type EnumNode,
  type FieldNode,
  type FixedNode,
  isNamed,
  type RecordNode,
  type SchemaNode,
  type Use,
} from './schema.ts';
import { createVerdicts, missingSymbols, sameName, writerFields } from './verdicts.ts';

/** The words of Apache Avro Java's SchemaCompatibility, which every registry passes on. */
export type IncompatibilityType =
  | 'NAME_MISMATCH'
  | 'FIXED_SIZE_MISMATCH'
  | 'MISSING_ENUM_SYMBOLS'
  | 'READER_FIELD_MISSING_DEFAULT_VALUE'
  | 'TYPE_MISMATCH'
  | 'MISSING_UNION_BRANCH';

/** One rule that a pair of types breaks, with the nodes on both sides. */
export type Mismatch = {
  readonly type: IncompatibilityType;
  /** Java's: steps into records go by the reader's fields, steps into unions by the writer's branches. */
  readonly location: string;
  readonly message: string;
  /** Dotted, by the reader's field names; `[]` for the items of an array, `{}` for the values of a map. */
  readonly path: string;
  readonly reader: Use;
  readonly writer: Use;
  /** The union whose branch the writer's type is; null where it stands by itself. */
  readonly writerUnion: Use | null;
  /** The field that holds the reader's type, and what it is read from; null outside a record. */
  readonly holder: Holder | null;
  /** Where the mismatch is the field itself: what it has, or lacks. */
  readonly about: 'field-without-default' | 'field-ambiguous' | null;
};

export type Holder = {
  readonly readerField: FieldNode;
  readonly writerField: FieldNode | null;
  readonly readerRecord: RecordNode;
  readonly writerRecord: RecordNode;
};

export type Place = Pick<Mismatch, 'location' | 'path' | 'holder' | 'writerUnion'>;

const rootPlace: Place = { location: '', path: '', holder: null, writerUnion: null };

/** Compares by Avro's rules for schema resolution, as Avro Java 1.12 applies them. One resolver for one pair. */
export type Resolver = {
  fits(reader: SchemaNode, writer: SchemaNode): boolean;
  mismatches(reader: Use, writer: Use, place?: Place): Mismatch[];
};

export function createResolver(): Resolver {
  const fits = createVerdicts();

  function mismatches(reader: Use, writer: Use, from: Place = rootPlace): Mismatch[] {
    const found: Mismatch[] = [];
    // A pair of types is told once, where it is met first, however often it is used: from then on it is taken to fit.
    const told = new Map<SchemaNode, Set<SchemaNode>>();
    let holds = fits;

    function visit(read: Use, written: Use, place: Place): void {
      const { node: r } = read;
      const { node: w } = written;
      if (holds(r, w)) return;
      if (isNamed(r) && isNamed(w)) {
        told.set(r, (told.get(r) ?? new Set()).add(w));
        holds = createVerdicts(told);
      }
      const report = (type: IncompatibilityType, step: string, message: string) => {
        found.push({ ...base(read, written, place), type, message, location: `${place.location}${step}` || '/' });
      };
      if (r.type === 'union') {
        const branches = w.type === 'union' ? w.branches : [written];
        for (const [index, branch] of branches.entries()) {
          if (holds(r, branch.node)) continue;
          const step = w.type === 'union' ? `/${index}` : '';
          found.push({
            ...base(read, branch, w.type === 'union' ? { ...place, writerUnion: written } : place),
            type: 'MISSING_UNION_BRANCH',
            message: `reader union lacking writer type: ${branch.node.type.toUpperCase()}`,
            location: `${place.location}${step}` || '/',
          });
        }
      } else if (w.type === 'union') {
        for (const [index, branch] of w.branches.entries()) {
          visit(read, branch, { ...place, location: `${place.location}/${index}`, writerUnion: written });
        }
      } else if (r.type !== w.type) {
        const message = `reader type: ${r.type.toUpperCase()} not compatible with writer type: ${w.type.toUpperCase()}`;
        report('TYPE_MISMATCH', '', message);
      } else if (r.type === 'array' && w.type === 'array') {
        visit(r.items, w.items, inside(place, '/items', '[]'));
      } else if (r.type === 'map' && w.type === 'map') {
        visit(r.values, w.values, inside(place, '/values', '{}'));
      } else if (isNamed(r) && isNamed(w)) {
        if (!sameName(r, w)) report('NAME_MISMATCH', '/name', `expected: ${w.name}`);
        if (r.type === 'fixed' && r.size !== (w as FixedNode).size) {
          report('FIXED_SIZE_MISMATCH', '/size', `expected: ${(w as FixedNode).size}, found: ${r.size}`);
        }
        if (r.type === 'enum') {
          const missing = missingSymbols(r, w as EnumNode);
          if (missing.length > 0) report('MISSING_ENUM_SYMBOLS', '/symbols', `[${missing.join(', ')}]`);
        }
        if (r.type === 'record') fields(r, w as RecordNode, read, written, place);
      }
    }

    function fields(r: RecordNode, w: RecordNode, read: Use, written: Use, place: Place): void {
      for (const [index, field] of r.fields.entries()) {
        const matches = writerFields(w, field);
        const location = `${place.location}/fields/${index}`;
        const path = place.path === '' ? field.name : `${place.path}.${field.name}`;
        const holder: Holder = {
          readerField: field,
          writerField: matches[0] ?? null,
          readerRecord: r,
          writerRecord: w,
        };
        const at = { reader: read, writer: written, path, holder, writerUnion: null };
        if (matches.length > 1) {
          const names = matches.map(match => match.name).join(', ');
          found.push({
            ...at,
            type: 'NAME_MISMATCH',
            location,
            message: `${field.name} matches ${names}`,
            about: 'field-ambiguous',
          });
        } else if (matches[0] !== undefined) {
          visit(field.use, matches[0].use, { location: `${location}/type`, path, holder, writerUnion: null });
        } else if (field.default === null) {
          found.push({ ...at, ...lackingDefault(field, location), about: 'field-without-default' });
        }
      }
    }

    visit(reader, writer, from);
    return found;
  }

  return { fits, mismatches };
}

type Base = Pick<Mismatch, 'reader' | 'writer' | 'path' | 'holder' | 'writerUnion' | 'about'>;

function base(reader: Use, writer: Use, { path, holder, writerUnion }: Place): Base {
  return { reader, writer, path, holder, writerUnion, about: null };
}

function inside(place: Place, step: string, mark: string): Place {
  return { location: `${place.location}${step}`, path: `${place.path}${mark}`, holder: null, writerUnion: null };
}

/** Where the field's enum has a default, Java calls it another type, since it compares the enum with the record. */
function lackingDefault(field: FieldNode, location: string): Pick<Mismatch, 'type' | 'location' | 'message'> {
  const { node } = field.use;
  if (node.type !== 'enum' || node.default === null) {
    return { type: 'READER_FIELD_MISSING_DEFAULT_VALUE', location, message: field.name };
  }
  const message = 'reader type: ENUM not compatible with writer type: RECORD';
  return { type: 'TYPE_MISMATCH', location: `${location}/type`, message };
}
