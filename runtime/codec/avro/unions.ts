import {
  type AvroType,
  type ResolveOptions,
  type Resolver,
  type SchemaOptions,
  type Tap,
  UnwrappedUnionType,
  WrappedUnionType,
} from './avsc.ts';

import { Refused } from './numbers.ts';

/**
 * A union with at most one branch that isn't null: the value stands bare. Any other is `{ [branch's name]: value }`,
 * always. avsc's own choice, `auto`, looks at the branches, and turns 5.5 into `{ double: 5.5 }` on the day that
 * `long` joins ["null", "double"], though the registry calls that compatible.
 */
export function unionType(branches: readonly unknown[], options: SchemaOptions): AvroType {
  const values = branches.filter(branch => branch !== 'null').length;
  return values <= 1 ? new BareUnion(branches, options) : new NamedUnion(branches, options);
}

class BareUnion extends UnwrappedUnionType {
  override _read(tap: Tap): unknown {
    const index = tap.buf[tap.pos];
    // Zigzag: 0 is the first branch, 2 the second, in one byte.
    if (index !== 0 && index !== 2) return super._read(tap);
    tap.pos++;
    const type = this.types[index >> 1];
    if (type === undefined) throw new Refused('no branch of the union');
    return type._read(tap);
  }

  override _write(tap: Tap, value: unknown): void {
    const none = this._bucketIndices.null;
    if (value === null && none !== undefined) {
      tap.writeLong(none);
      return;
    }
    const index = none === 0 && this.types.length === 2 ? 1 : 0;
    tap.writeLong(index);
    (this.types[index] as AvroType)._write(tap, value);
  }

  override _update(resolver: Resolver, writer: AvroType, options: ResolveOptions): void {
    const [, branch] = firstReadable(this, writer, options) ?? [];
    if (branch === undefined) return;
    // A bare value is read as its branch is: by becoming its resolver, one call less for each. One that isn't finished,
    // in a recursive schema, can only be called.
    if (branch._read === null) resolver._read = tap => branch._read?.(tap);
    else Object.assign(resolver, { ...branch, _readerType: this });
  }
}

class NamedUnion extends WrappedUnionType {
  override _update(resolver: Resolver, writer: AvroType, options: ResolveOptions): void {
    const [type, branch] = firstReadable(this, writer, options) ?? [];
    if (type === undefined || branch === undefined) return;
    const Branch = type._branchConstructor;
    resolver._read = Branch === null ? () => null : tap => new Branch(branch._read?.(tap));
  }
}

/**
 * The reader's branch for one type of the writer's. The type itself comes before what it could be promoted to (a long
 * is read by ["double", "long"] as a long), as in Avro Java; avsc takes the first that can read it.
 */
function firstReadable(
  union: AvroType,
  writer: AvroType,
  options: ResolveOptions,
): [type: AvroType, resolver: Resolver] | undefined {
  const exact = union.types.filter(type => type.branchName === writer.branchName);
  for (const type of new Set([...exact, ...union.types])) {
    const resolver = tryResolve(type, writer, options);
    if (resolver !== undefined) return [type, resolver];
  }
  return undefined;
}

/**
 * avsc notes a pair of records in `registry` before it has worked it out, for recursive schemas, and leaves it there
 * when it fails: the next union that meets the pair takes the half-built resolver for a good one, and decoding throws
 * "_read is not a function". So what a failed attempt noted is taken out again.
 */
function tryResolve(type: AvroType, writer: AvroType, options: ResolveOptions): Resolver | undefined {
  options.registry ??= {};
  const before = new Set(Object.keys(options.registry));
  try {
    return type.createResolver(writer, options);
  } catch {
    for (const key of Object.keys(options.registry)) if (!before.has(key)) delete options.registry[key];
    return undefined;
  }
}
