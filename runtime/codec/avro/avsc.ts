import avsc from 'avsc';

/**
 * The inside of avsc 5.7.9 that the codec builds on, typed. A type reads and writes itself on a tap; a subclass that is
 * handed out by a `typeHook` takes part in everything that avsc generates. The version is pinned exactly, and
 * avsc.unit.spec.ts fails where another one moved these things.
 */
export type Tap = {
  buf: Buffer;
  pos: number;
  isValid(): boolean;
  readLong(): number;
  skipLong(): void;
  writeLong(value: number): void;
  readString(): string;
};

export type Resolver = { readonly _readerType: AvroType; _read: ((tap: Tap) => unknown) | null };

export type CheckHook = (value: unknown, type: AvroType) => void;

export type ResolveOptions = { ignoreNamespaces: boolean; registry?: Record<string, Resolver> };

/**
 * What all types have. `itemsType`, `valuesType`, `fields`, `types`, `symbols` and `size` belong to one kind each. avsc
 * freezes a type in its constructor, so a subclass can't have fields of its own.
 */
export interface AvroType {
  readonly typeName: string;
  readonly name: string | undefined;
  readonly branchName: string | undefined;
  readonly itemsType: AvroType;
  readonly valuesType: AvroType;
  readonly fields: readonly Field[];
  readonly types: readonly AvroType[];
  readonly symbols: readonly string[];
  readonly size: number;
  /** Index of the branch for null, in unions. */
  readonly _bucketIndices: { readonly null?: number };
  readonly _branchConstructor: (new (value: unknown) => object) | null;
  _read(tap: Tap): unknown;
  _skip(tap: Tap): void;
  _write(tap: Tap, value: unknown): void;
  _check(value: unknown, flags: number, hook?: CheckHook, path?: string[]): boolean;
  _update(resolver: Resolver, writer: AvroType, options: ResolveOptions): void;
  _createWriter(): (tap: Tap, value: unknown) => void;
  createResolver(writer: AvroType, options: ResolveOptions): Resolver;
  /** Whether both read the same bytes as the same values: names, fields and symbols, in order. */
  equals(other: AvroType): boolean;
  decode(bytes: Buffer, position: number, resolver?: Resolver): { readonly value: unknown; readonly offset: number };
  encode(value: unknown, bytes: Buffer, position: number): number;
  isValid(value: unknown, options: ValidOptions): boolean;
}

type ValidOptions = {
  noUndeclaredFields: boolean;
  errorHook(path: string[], value: unknown, type: AvroType): void;
};

export type Field = { readonly name: string; readonly type: AvroType };

export type SchemaOptions = {
  typeHook(schema: unknown, options: SchemaOptions): AvroType | undefined;
  /** Without it records carry methods (clone, toString, …) that are enumerable and no part of the data. */
  omitRecordMethods: boolean;
};

type TypeClass = new (schema: unknown, options?: SchemaOptions) => AvroType;

export const {
  IntType,
  LongType,
  FloatType,
  DoubleType,
  StringType,
  EnumType,
  ArrayType,
  MapType,
  RecordType,
  UnwrappedUnionType,
  WrappedUnionType,
} = avsc.types as unknown as Readonly<
  Record<
    | 'IntType'
    | 'LongType'
    | 'FloatType'
    | 'DoubleType'
    | 'StringType'
    | 'EnumType'
    | 'ArrayType'
    | 'MapType'
    | 'RecordType'
    | 'UnwrappedUnionType'
    | 'WrappedUnionType',
    TypeClass
  >
>;

export const forSchema = avsc.Type.forSchema as unknown as (schema: unknown, options: SchemaOptions) => AvroType;
