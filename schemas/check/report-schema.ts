import { rules } from './rules.ts';

const text = (description: string) => ({ type: 'string', description });
const nothingOr = (schema: { readonly type: string }) => ({ ...schema, type: [schema.type, 'null'] });
const object = (properties: Readonly<Record<string, object>>, description: string) => ({
  type: 'object',
  description,
  properties,
  required: Object.keys(properties),
  // Tools must not break when a later version says more.
  additionalProperties: true,
});

const position = (description: string) =>
  nothingOr(
    object(
      {
        file: nothingOr(text('The file; null where the schema came from elsewhere and has no name.')),
        line: { type: 'integer', minimum: 1 },
        column: { type: 'integer', minimum: 1, description: 'In UTF-16 code units.' },
      },
      description,
    ),
  );

const edit = object(
  {
    start: { type: 'integer', description: 'Offset into the candidate’s text, in UTF-16 code units.' },
    end: { type: 'integer', description: 'Exclusive; as start where text is only put in.' },
    text: text('What stands there instead.'),
  },
  'A change of the candidate’s text.',
);

const finding = object(
  {
    rule: { enum: rules.map(rule => rule.id), description: 'docs/reference/compatibility-rules.md explains each.' },
    severity: { enum: ['error', 'warning'] },
    subject: nothingOr(text('What the schema is called in the registry.')),
    path: text('Dotted path of the field, [] for items and {} for values of a map; empty for the schema itself.'),
    sentence: text('What is wrong, as one sentence.'),
    direction: {
      enum: ['backward', 'forward', null],
      description: 'backward: the candidate cannot read what the versions wrote; forward: the other way round.',
    },
    versions: {
      type: 'array',
      items: { type: 'string' },
      description: 'The versions that it holds for, oldest first.',
    },
    candidate: position('Where it stands in the candidate.'),
    previous: position('Where it stands in the newest of the versions.'),
    avro: nothingOr(
      object(
        { type: { type: 'string' }, location: { type: 'string' }, message: { type: 'string' } },
        'What Apache Avro Java’s SchemaCompatibility, and so a registry, says; null for warnings.',
      ),
    ),
    fixes: {
      type: 'array',
      description: 'Changes that were applied and checked again, the best first.',
      items: object(
        { kind: { type: 'string' }, sentence: { type: 'string' }, edits: { type: 'array', items: edit } },
        'A change that removes this finding and adds no other.',
      ),
    },
    fingerprint: {
      type: 'string',
      pattern: '^[0-9a-f]{16}$',
      description: 'Stays the same as long as the thing does.',
    },
    accepted: nothingOr(
      object({ owner: { type: 'string' }, reason: { type: 'string' } }, 'Who accepted the warning, and why.'),
    ),
  },
  'Something that breaks, or that is let through and yet wrong.',
);

const count = { type: 'integer', minimum: 0 };

/** JSON Schema of the report that `--format json` prints and the API answers. */
export const reportSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Findings of a schema check',
  ...object(
    {
      version: {
        const: 1,
        description: 'Of this form; another number means that something went or changed its meaning.',
      },
      findings: { type: 'array', items: finding },
      counts: object(
        { errors: count, warnings: count, accepted: count },
        'An accepted warning counts as accepted only.',
      ),
    },
    'What a schema check found.',
  ),
};
