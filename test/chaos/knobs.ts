import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 60_000;

/** Turns the knobs of a stand-in; waits for it where it is away. */
export async function turnKnobs(url: string, knobs: object): Promise<void> {
  const body = JSON.stringify(knobs);
  const headers = { 'content-type': 'application/json' };
  for (const end = Date.now() + PATIENCE_MS; ; ) {
    try {
      const response = await fetch(`${url}/knobs`, { method: 'PATCH', headers, body });
      if (response.ok) return;
      throw new Error(`The knobs cannot be turned: ${await response.text()}`);
    } catch (error) {
      if (!(error instanceof TypeError) || Date.now() > end) throw error; // fetch failed: it is away
      await sleep(200);
    }
  }
}
