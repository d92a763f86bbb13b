import type { Logger } from '../../runtime/observe/logger.ts';

export type Resources = {
  /** What has to be closed at the end; the last that was added first. */
  add(name: string, close: () => unknown): void;
  /** Closes everything, also after one could not be closed. */
  close(): Promise<void>;
  /** What is not closed yet. */
  open(): string[];
};

export function createResources(logger: Logger): Resources {
  const added: { name: string; close: () => unknown }[] = [];
  return {
    add: (name, close) => void added.push({ name, close }),
    open: () => added.map(({ name }) => name),
    close: async () => {
      for (let last = added.at(-1); last !== undefined; last = added.at(-1)) {
        const started = performance.now();
        try {
          await last.close();
          logger.debug({ ms: Math.round(performance.now() - started) }, `closed ${last.name}`);
        } catch (err) {
          logger.error({ err }, `could not close ${last.name}`);
        }
        added.pop();
      }
    },
  };
}
