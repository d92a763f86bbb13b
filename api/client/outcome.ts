import { answered, type LongplayClient } from './client.ts';
import type { ReadRequest } from './paths.ts';

export type Outcome = ReadRequest['responses'][200]['content']['application/json'];

/** Pause between two looks, ms. */
const LOOK_EVERY_MS = 250;

/**
 * Waits until a request is decided, accepted or rejected; for at most so long, ms. What is answered may be undecided: the
 * request is kept, and nobody has decided it yet.
 */
export async function outcomeOf(client: LongplayClient, requestId: string, within = 30_000): Promise<Outcome> {
  const end = Date.now() + within;
  for (;;) {
    const outcome = await answered(client.GET('/requests/{requestId}', { params: { path: { requestId } } }));
    if (outcome.status !== 'undecided' || Date.now() + LOOK_EVERY_MS > end) return outcome;
    await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
