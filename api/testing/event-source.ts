/** An event as a browser would have it. */
export type Received = {
  readonly id: string | null;
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a spec asserts of an event is its shape.
  readonly data: any;
};

export type EventSource = {
  readonly status: number;
  readonly headers: Headers;
  /** What has come so far. */
  readonly received: readonly Received[];
  /** The next so many events, however they are cut into packets; fewer where the stream ends before. */
  take(count: number): Promise<Received[]>;
  /** All until the server ends the stream. */
  rest(): Promise<Received[]>;
  close(): void;
};

/** Listens to server-sent events, as a browser does. */
export async function listenTo(url: string, headers: Record<string, string> = {}): Promise<EventSource> {
  const closing = new AbortController();
  const answer = await fetch(url, { headers: { accept: 'text/event-stream', ...headers }, signal: closing.signal });
  const received: Received[] = [];
  const events = eventsIn(answer.body ?? new ReadableStream());
  const take = async (count: number): Promise<Received[]> => {
    const taken: Received[] = [];
    while (taken.length < count) {
      const { done, value } = await events.next();
      if (done === true) break;
      received.push(value);
      taken.push(value);
    }
    return taken;
  };
  return {
    status: answer.status,
    headers: answer.headers,
    received,
    take,
    rest: () => take(Number.POSITIVE_INFINITY),
    close: () => closing.abort(),
  };
}

async function* eventsIn(body: ReadableStream<Uint8Array>): AsyncGenerator<Received> {
  let text = '';
  try {
    for await (const chunk of body.pipeThrough(new TextDecoderStream() as never) as unknown as AsyncIterable<string>) {
      text += chunk;
      for (let cut = text.indexOf('\n\n'); cut >= 0; cut = text.indexOf('\n\n')) {
        const fields = new Map(text.slice(0, cut).split('\n').map(lineOf));
        text = text.slice(cut + 2);
        const data = fields.get('data');
        if (data === undefined) continue;
        yield { id: fields.get('id') ?? null, event: fields.get('event') ?? 'message', data: JSON.parse(data) };
      }
    }
  } catch (error) {
    if ((error as Error).name !== 'AbortError' && !(error instanceof TypeError)) throw error;
  }
}

const lineOf = (line: string): [string, string] => {
  const cut = line.indexOf(': ');
  return [line.slice(0, cut), line.slice(cut + 2)];
};
