import { listenTo } from '../../api/testing/event-source.ts';

/** A page is fetched again at most so often, ms, as the console's script does (api/console/assets/console.js). */
const PAUSE_MS = 3_500;

export type OpenConsole = {
  /** How often it has fetched itself again. */
  fetched(): number;
  close(): Promise<void>;
};

/** A page that is open in a browser: it listens, and fetches itself again where something that it shows has changed. */
export async function openConsole(base: string, path: string): Promise<OpenConsole> {
  const get = async (headers: Record<string, string>): Promise<string> => {
    const answer = await fetch(base + path, { headers });
    if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}.`);
    return await answer.text();
  };
  const shown = /id="page" data-live="([^"]*)"/.exec(await get({}))?.[1]?.split(' ') ?? [];
  const source = await listenTo(`${base}/console/live`);
  let fetched = 0;
  let open = true;
  const live = async (): Promise<void> => {
    let last = Date.now();
    let wanted = false;
    while (open) {
      const [event] = await source.take(1);
      if (event === undefined) return;
      wanted ||= (event.data as string[]).some(part => shown.includes(part));
      if (!wanted || Date.now() - last < PAUSE_MS) continue;
      wanted = false;
      await get({ 'longplay-fragment': '1' });
      last = Date.now();
      fetched += 1;
    }
  };
  const listening = live();
  return {
    fetched: () => fetched,
    close: async () => {
      open = false;
      source.close();
      await listening;
    },
  };
}
