import { problemAnswer, text } from './schemas.ts';

type Schema = Readonly<Record<string, unknown>>;

export const lastEventId: Schema = {
  type: 'object',
  properties: {
    'last-event-id': text(
      'The id of the last event that was received: the stream goes on right after it, on any instance. A browser sends it by itself.',
      4_000,
    ),
  },
};

/** What a stream can answer, beside what it is about. */
export const streamAnswers = (description: string, example: string): Readonly<Record<number, Schema>> => ({
  200: {
    description,
    content: { 'text/event-stream': { schema: { type: 'string', examples: [example] } } },
  },
  400: problemAnswer('The request is malformed or invalid.', 'LP_API_INPUT_INVALID', 'LP_API_MALFORMED'),
  404: problemAnswer('Not known.', 'LP_API_NOT_FOUND'),
  429: problemAnswer(
    'The client has asked too often (see Retry-After), or has as many streams open here as one client may have.',
    'LP_API_RATE_LIMITED',
    'LP_API_STREAMS_TOO_MANY',
  ),
  500: problemAnswer('Longplay failed.', 'LP_API_INTERNAL'),
  503: problemAnswer(
    'A server is away, or this process has as many streams open as it keeps; see Retry-After.',
    'LP_API_UNAVAILABLE',
    'LP_API_STREAMS_FULL',
    'LP_API_VIEWS_MISSING',
    'LP_API_VIEWS_FILLING',
  ),
});

/** As a client sees it. */
export const exampleOf = (id: string, event: string, data: unknown): string =>
  `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
