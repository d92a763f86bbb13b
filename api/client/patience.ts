type Ask = (request: Request) => Promise<Response>;

/** First pause where nobody says how long to wait, and the longest one, ms. */
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Asks again, for at most so long (ms), while the API cannot be reached or asks to come back later; what was answered last
 * is the answer. Retry-After is kept to. Only for requests that may be repeated: reads, and writes that carry a key.
 */
export function patiently(ask: Ask, patience: number): Ask {
  return async request => {
    const end = Date.now() + patience;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      const answer = await ask(request.clone()).catch((error: unknown) => error);
      const again = answer instanceof Response ? isForLater(answer) : isUnreachable(answer) && !request.signal.aborted;
      const wanted = answer instanceof Response ? retryAfter(answer) : null;
      const rest = wanted ?? pause * (0.5 + Math.random() / 2);
      if (!again || Date.now() + rest > end) {
        if (answer instanceof Response) return answer;
        throw answer;
      }
      if (answer instanceof Response) await answer.body?.cancel();
      await new Promise(resolve => setTimeout(resolve, rest));
    }
  };
}

const isForLater = ({ status }: Response): boolean => status === 429 || status === 503;

/** What fetch rejects with where no answer came. */
const isUnreachable = (error: unknown): boolean => error instanceof TypeError;

function retryAfter({ headers }: Response): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1_000 : null;
}
