import { copyFileSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exit } from './guarded.ts';
import type { Java } from './java.ts';

/**
 * The classes of a server, ready to be mapped into memory: they halve the time and the work of a start. Java writes them
 * when the server first stops, which takes it a few seconds (JEP 350, https://openjdk.org/jeps/350). An archive of another
 * virtual machine or another set of jars is ignored by Java itself.
 */
export type StartArchive = {
  /** For the next launch. */
  flags(): string[];
  /** What to tell a person while the server stops; null where it stops as always. */
  stopping(): string | null;
  /** After a stop: keeps what was written. */
  keep(exit: Exit): void;
};

/** What the one slow stop is for. */
const note = 'stopping; this once, Java also writes what makes later starts quicker';

/** Ended by SIGTERM, as asked; a server that had to be killed may have been half-way through its archive. */
const asAsked = 128 + 15;
const forced = 128 + 9;

export function startArchive(options: { name: string; downloads: string; data: string; java: Java }): StartArchive {
  const archive = join(options.downloads, `${options.name}-${options.java.id}.jsa`);
  // In the data folder, which is locked: another program may be writing the same archive in its own.
  const written = join(options.data, 'tmp', `${options.name}.jsa`);
  // Left by a machine on which it took too long: it must not take too long at every stop.
  const givenUp = `${archive}.given-up`;
  let writes = false;
  return {
    flags() {
      writes = !existsSync(archive) && !existsSync(givenUp);
      if (writes) rmSync(written, { force: true });
      if (writes) return [`-XX:ArchiveClassesAtExit=${written}`];
      return existsSync(archive) ? [`-XX:SharedArchiveFile=${archive}`] : [];
    },
    stopping: () => (writes ? note : null),
    keep({ code }) {
      if (!writes) return;
      if (code === forced) writeFileSync(givenUp, '');
      if (code !== asAsked || !existsSync(written) || existsSync(archive)) return;
      const own = `${archive}.${process.pid}`;
      try {
        copyFileSync(written, own);
        renameSync(own, archive);
      } catch {
        // It only makes starts quicker, and is written again at the next stop.
        rmSync(own, { force: true });
      }
      rmSync(written, { force: true });
    },
  };
}
