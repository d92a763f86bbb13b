import type { FastifyInstance } from 'fastify';

/** A body that is no JSON. */
export class MalformedJson extends Error {
  readonly statusCode = 400;
  readonly place: { readonly position: number; readonly line: number; readonly column: number };

  constructor(message: string, text: string, position: number) {
    super(message);
    const before = text.slice(0, position).split('\n');
    this.place = { position, line: before.length, column: (before.at(-1) ?? '').length + 1 };
  }
}

/**
 * Reads bodies that are JSON, and no others. What is malformed is told with its place; a body that is compressed is
 * refused as one of a type that nobody reads (RFC 9110, 15.5.16), and not as malformed.
 */
export function readJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(['application/json'], { parseAs: 'string' }, (request, text, done) => {
    const coding = request.headers['content-encoding'];
    if (coding !== undefined && coding.toLowerCase() !== 'identity') return done(coded(coding));
    parse(request, text as string, (error, value) => done(error && placed(error, text as string), value));
  });
}

const coded = (coding: string): Error =>
  Object.assign(new Error(`A body in the content coding ${coding} is not read here: send it as it is.`), {
    statusCode: 415,
  });

/** What the engine says of the place; where it says none, the text ends too early. */
function placed(error: Error, text: string): Error {
  if (text === '') return error;
  try {
    JSON.parse(text);
  } catch (cause) {
    const said = (cause as SyntaxError).message;
    const at = /at position (\d+)/.exec(said)?.[1];
    const message = said.replace(/ in JSON at position.*| \(line \d+ column \d+\)$/, '');
    return new MalformedJson(message, text, at === undefined ? text.length : Number(at));
  }
  return Object.assign(new Error('The body has a field __proto__ or constructor.prototype, which is refused.'), {
    statusCode: 400,
  });
}
