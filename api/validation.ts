import { Ajv, type Options } from 'ajv';
import type { FastifyInstance } from 'fastify';
import { readJsonBodies } from './json-body.ts';

/** No control character NUL, which Postgres cannot hold, and no lone surrogate, which UTF-8 cannot. */
export const TEXT = '^[^\\u0000\\ud800-\\udfff]*$';

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

const options: Options = {
  // Every fault at once; how many are told is bounded in errors.ts, how long a body is by the body limit.
  allErrors: true,
  // A field that nobody knows is a typing error: fastify's own setting would drop it without a word.
  removeAdditional: false,
  useDefaults: false,
  allowUnionTypes: true,
  formats: { 'date-time': (text: string) => DATE_TIME.test(text) && !Number.isNaN(Date.parse(text)) },
};

/**
 * Bodies are taken as they are: 1 is not "1". What comes as text, in the address or a header, may be a number. Answers
 * are not checked against their schemas, which are for the documents; a spec does that.
 */
export function validateStrictly(app: FastifyInstance): void {
  const exact = new Ajv({ ...options, coerceTypes: false });
  const fromText = new Ajv({ ...options, coerceTypes: true });
  app.setValidatorCompiler(({ schema, httpPart }) => (httpPart === 'body' ? exact : fromText).compile(schema));
  app.setSerializerCompiler(() => data => JSON.stringify(data));
  readJsonBodies(app);
  // No body is null, so that a schema can say that it may be left out.
  app.addHook('preValidation', (request, _reply, done) => {
    request.body ??= null;
    done();
  });
}
