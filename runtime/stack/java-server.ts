import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { GuardedOptions } from './guarded.ts';
import type { Java } from './java.ts';
import type { Layout } from './layout.ts';

export type JavaLaunch = {
  readonly layout: Layout;
  readonly java: Java;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** What both Java servers, and Kafka's storage tool, are launched with. They work in the data folder. */
export function javaLaunch(
  { layout, java, env }: JavaLaunch,
  flags: readonly string[],
  jars?: string,
): Omit<GuardedOptions, 'name' | 'output' | 'patience'> {
  return {
    run: layout.run,
    command: java.binary,
    args: [
      // Names the folder to leftovers.ts.
      `-Dlongplay.data=${layout.data}`,
      // Native libraries are unpacked there; in /tmp a killed server would leave them for ever.
      '-Djava.io.tmpdir=tmp',
      '-Djava.awt.headless=true',
      '-XX:-UsePerfData',
      '-XX:+ExitOnOutOfMemoryError',
      `-XX:ErrorFile=${join(layout.logs, 'java-crash-%p.log')}`,
      // Java's own remarks about class archives and the like; its errors stay.
      '-Xlog:disable',
      '-Xlog:all=error:stderr',
      ...flags,
    ],
    cwd: layout.data,
    // As a variable: as an argument it would fill the screen of whoever lists processes.
    env: { ...bareEnvironment(env), ...(jars !== undefined && { CLASSPATH: classPath(jars) }) },
    stopSignal: 'TERM',
  };
}

/** A server sees nothing of the caller's settings: QUARKUS_*, PG* and the like would change it behind our back. */
export function bareEnvironment(env: JavaLaunch['env']): Record<string, string | undefined> {
  return { PATH: env.PATH, HOME: env.HOME, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', TZ: 'UTC' };
}

/** Of the jars in a folder. Sorted, not `*`: a class archive is valid for one order of the class path only. */
function classPath(folder: string): string {
  return readdirSync(folder)
    .filter(name => name.endsWith('.jar'))
    .sort()
    .map(name => join(folder, name))
    .join(':');
}
