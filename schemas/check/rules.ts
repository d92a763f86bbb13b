import type { Severity } from './finding.ts';
import type { LeafKind } from './leaves.ts';

/** A rule as `longplay schemas rules` lists it, and as the reference explains it. */
export type Rule = {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly explanation: string;
  /** Before and after, as short as it gets. */
  readonly example: string;
  readonly remedy: string;
};

const breaking = [
  {
    id: 'field-without-default',
    title: 'A field that records lack has no default',
    explanation:
      'A reader takes a field that was not written from its default. Without one it cannot read the record at all, also where the field lies deep in an optional one: registries then say only that a branch of a union is lacking.',
    example: '{ "name": "country", "type": "string" } is added',
    remedy:
      'Give the field a default, or make it optional with the default null. If it is an old field under a new name, add the old name to its aliases. Where older readers need a field that was taken out, keep it.',
  },
  {
    id: 'field-ambiguous',
    title: 'A field could be read from several',
    explanation:
      'The name of the reader’s field and its aliases name more than one field of the writer. Avro Java and avsc refuse that, so registries do; other implementations take the first.',
    example: '"total" stays and "sum" is added with the alias "total", read from a version that has both',
    remedy: 'Leave out the aliases that name a field which still exists.',
  },
  {
    id: 'type-changed',
    title: 'A type changed to one that cannot read it',
    explanation:
      'Only int → long → float → double and string ↔ bytes can be read as each other, and only in the direction of the arrows.',
    example: '"total": "long" becomes "int"',
    remedy:
      'Widen the type instead of narrowing it, or put it back and add a field with another name for the new meaning. A union of both is compatible, but changes the TypeScript type.',
  },
  {
    id: 'null-not-taken',
    title: 'Null was written and is no longer taken',
    explanation:
      'The writer’s type is optional and the reader’s is not. Whether a record holds null makes no difference to the check.',
    example: '["null", "string"] becomes "string"',
    remedy:
      'Leave it optional. That it is always given is a rule for whoever writes, not for whoever reads old records.',
  },
  {
    id: 'type-not-taken',
    title: 'A type in a union was written and is not taken',
    explanation: 'Every branch of the writer’s union needs one of the reader’s that can read it.',
    example: '["null", "string", "int"] becomes ["null", "string"]',
    remedy: 'Keep the branch for reading. Where older readers lack it, leave it out of what is written.',
  },
  {
    id: 'symbol-missing',
    title: 'A symbol of an enum is unknown to the reader',
    explanation:
      'A symbol that the reader’s enum does not have is read as the enum’s default. A default of the field does not help: it stands for a field that is missing.',
    example: '["PLACED", "LOST"] becomes ["PLACED"]',
    remedy:
      'Give the enum a default such as UNKNOWN from its first version on. Later: put the symbol back, or don’t write the new one yet.',
  },
  {
    id: 'type-renamed',
    title: 'A record, enum or fixed was renamed without an alias',
    explanation:
      'Named types match by the name without its namespace, or by an alias of the reader’s that is the writer’s full name. An alias works from the reader’s side only: older readers don’t know it.',
    example: '"name": "Order" becomes "Purchase"',
    remedy:
      'Add the old full name to "aliases". Where older readers must read new records (FORWARD, FULL), keep the name.',
  },
  {
    id: 'size-changed',
    title: 'The size of a fixed changed',
    explanation: 'Bytes of another length cannot be read as a fixed.',
    example: '"size": 16 becomes 32',
    remedy: 'Put the size back and add a field of another fixed type; where lengths vary, use bytes.',
  },
] as const satisfies readonly (Omit<Rule, 'severity'> & { id: LeafKind })[];

const invalid = {
  id: 'schema-invalid',
  title: 'The text is no Avro schema',
  explanation:
    'It is not JSON, or it names a type that is not defined, defines one twice, or lacks something that a type must have.',
  example: '{ "type": "record", "name": "Order" }, without fields',
  remedy: 'Correct what the sentence names.',
} as const;

const warned = [
  {
    id: 'rename-loses-values',
    title: 'A field was perhaps renamed without an alias',
    explanation:
      'One field went and another of the same type came with a default. Every level up to FULL_TRANSITIVE lets that pass, and every old value is then read as the default.',
    example: '"total" (default 0) goes, "amount" (default 0) comes',
    remedy: 'If it is the same field, add the old name to "aliases". If it is another, accept the warning and say so.',
  },
  {
    id: 'decimal-scale-changed',
    title: 'The scale of a decimal changed',
    explanation: 'Avro compares the bytes only. Old values are read as a power of ten too large or too small.',
    example: '"scale": 2 becomes 4',
    remedy: 'Put the scale back and add a field with another name.',
  },
  {
    id: 'decimal-precision-changed',
    title: 'The precision of a decimal shrank',
    explanation:
      'Old values may have more digits than the new precision allows; some readers refuse them, others don’t look.',
    example: '"precision": 9 becomes 5',
    remedy: 'Leave the precision at the larger one.',
  },
  {
    id: 'time-unit-changed',
    title: 'The unit of a time changed',
    explanation: 'Avro compares the long only. Old values are read as a thousand times too late or too early.',
    example: 'timestamp-millis becomes timestamp-micros',
    remedy: 'Put the unit back and add a field with another name.',
  },
  {
    id: 'logical-type-changed',
    title: 'A logical type came, went or became another',
    explanation:
      'The underlying type is the same, so every checker is content; what the value means, and the type in code, are not the same.',
    example: '"long" becomes { "type": "long", "logicalType": "timestamp-millis" }',
    remedy:
      'Make sure that old values mean the same, then accept the warning; otherwise add a field with another name.',
  },
  {
    id: 'enum-reordered',
    title: 'The symbols of an enum changed their order',
    explanation: 'Values are read by name, so they stay right; the sort order of the type and ordinals in code change.',
    example: '["LOW", "HIGH"] becomes ["HIGH", "LOW"]',
    remedy: 'Add new symbols at the end.',
  },
  {
    id: 'default-changed',
    title: 'A default changed',
    explanation:
      'Records that lack the field are read as something else than yesterday, and rebuilt views differ from the live ones.',
    example: '"default": "GB" becomes "IE"',
    remedy: 'Leave the default, which speaks for old records, and write the new value explicitly.',
  },
  {
    id: 'precision-lost',
    title: 'Whole numbers are read as floating-point ones',
    explanation:
      'A long is exact to 63 bits, a double to 53 and a float to 24; an int read as a float loses digits too. Nothing says when it happens.',
    example: '"long" becomes "double"',
    remedy: 'Stay with long; count in a smaller unit where fractions are needed.',
  },
  {
    id: 'text-and-bytes',
    title: 'Text and bytes are read as each other',
    explanation: 'Bytes that are not UTF-8 come out as replacement characters when they are read as text.',
    example: '"bytes" becomes "string"',
    remedy: 'Add a field with another name, unless all bytes ever written are UTF-8; then accept the warning.',
  },
  {
    id: 'field-readded',
    title: 'A field comes back with another type',
    explanation:
      'The newest version does not have it, so a level that is not transitive lets it pass. Records of the older versions that had it cannot be read.',
    example: '"code": "string" in version 1, none in version 2, "code": "int" now',
    remedy: 'Give the field another name, or set the level to its transitive form.',
  },
  {
    id: 'older-version-breaks',
    title: 'An older version breaks, which the level does not look at',
    explanation:
      'A level that is not transitive compares with the newest version only. A log that is kept for ever holds records of all of them.',
    example: 'a default that came with version 2 goes with version 3, and records of version 1 lack the field',
    remedy: 'Mend it as the sentence says, or set the level to its transitive form.',
  },
  {
    id: 'union-shape-changed',
    title: 'The TypeScript type of existing values changes',
    explanation:
      'A union with one type beside null is the value itself; with two it is { branch: value }. Registries call the growth compatible, and code that read a number finds an object.',
    example: '["null", "double"] becomes ["null", "double", "long"]',
    remedy: 'Add an optional field for the new kind instead.',
  },
  {
    id: 'default-refused',
    title: 'A default that clients refuse',
    explanation:
      'The default of a union has to fit its first branch, an enum’s has to be one of its symbols, and an int’s has to be whole. Avro Java, and so registries, let some pass; avsc refuses the whole schema, and no record with its id can be read.',
    example: '{ "type": ["null", "string"], "default": "x" }',
    remedy: 'Put the branch that the default fits first, or change the default.',
  },
  {
    id: 'namespace-changed',
    title: 'A namespace changed',
    explanation:
      'Avro Java compares names without their namespaces, so registries let it pass. Clients that compare full names, avsc by default among them, cannot read older records.',
    example: '"shop.Order" becomes "orders.Order"',
    remedy: 'Put the namespace back, or add the old full name to "aliases" for those clients.',
  },
  {
    id: 'alias-not-full',
    title: 'An alias of a type is no full name',
    explanation:
      'Avro Java and avsc put it into the type’s own namespace, Python’s avro does not, so that it matches for some readers only.',
    example: '"namespace": "shop", "aliases": ["Purchase"]',
    remedy: 'Write the alias with its namespace: "shop.Purchase".',
  },
  {
    id: 'acceptance-stale',
    title: 'An acceptance is of no use',
    explanation:
      'No warning has this fingerprint: what was accepted is released, was changed, or was taken back. An error cannot be accepted.',
    example: 'a line that stays after its warning went',
    remedy: 'Take the line out.',
  },
] as const satisfies readonly Omit<Rule, 'severity'>[];

export type WarningId = (typeof warned)[number]['id'];
export type RuleId = LeafKind | typeof invalid.id | WarningId;

/** Every rule, errors first. */
export const rules: readonly (Rule & { readonly id: RuleId })[] = [
  ...[...breaking, invalid].map(rule => ({ ...rule, severity: 'error' as const })),
  ...warned.map(rule => ({ ...rule, severity: 'warning' as const })),
];

export function ruleOf(id: string): (Rule & { readonly id: RuleId }) | null {
  return rules.find(rule => rule.id === id) ?? null;
}
