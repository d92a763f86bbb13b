import { join } from 'node:path';
import { type Child, startChild } from '../../chaos/child.ts';
import type { Ground } from '../../chaos/ground.ts';

/** One role of the shop in a process, as an operator starts it. */
export type Role = 'streams' | 'api' | 'projections';

export type Roles = {
  /** Resolves when it is ready, with where it listens. */
  start(role: Role, number?: number): Promise<Started>;
  /** Lines at level error or fatal, and ends that nobody asked for. */
  readonly wrong: readonly string[];
  /** How often a projector had joined a group, and how often the position of what it wrote was no longer its own. */
  readonly joins: number;
  readonly overtaken: readonly { readonly name: string; readonly at: number }[];
  stop(): Promise<void>;
};

export type Started = {
  readonly name: string;
  readonly pid: number;
  readonly api: string | null;
  /** What opens it. */
  readonly key: string | null;
  kill(): Promise<void>;
  freeze(): void;
  wake(): void;
  stop(): Promise<void>;
};

export function openRoles(ground: Ground): Roles {
  const wrong: string[] = [];
  const overtaken: { name: string; at: number }[] = [];
  const running = new Map<string, { child: Child; asked: boolean }>();
  const turns = new Map<string, number>();
  let joins = 0;

  const note = (role: Role, name: string) => (line: string) => {
    if (role === 'projections' && line.includes('"Joined the group."')) joins++;
    if (line.includes('LP_PROJECTION_OVERTAKEN')) overtaken.push({ name, at: Date.now() });
    // What the shell that guards it says of a kill -9.
    if (line === 'Killed') return;
    const bad = line.includes('"level":"error"') || line.includes('"level":"fatal"') || !line.startsWith('{');
    if (bad) wrong.push(`${name} said: ${line.slice(0, 1_000)}`);
  };

  const start = async (role: Role, number = 1): Promise<Started> => {
    const home = join(ground.home, 'roles', `${role}-${number}`);
    const turn = (turns.get(home) ?? 0) + 1;
    turns.set(home, turn);
    const name = `${role}-${number}.${turn}`;
    const child = await startChild({
      name,
      args: ['cli/bin.js', role],
      // Of the API every request would be a line.
      env: {
        ...ground.env,
        LONGPLAY_HOME: home,
        PORT: '0',
        FRAUD_RULES: 'off',
        LONGPLAY_API_AUTH: 'development',
        LOG_LEVEL: role === 'projections' ? 'debug' : 'info',
      },
      run: ground.run,
      logs: ground.logs,
      onLine: note(role, name),
    });
    const known = { child, asked: false };
    running.set(name, known);
    void child.exited.then(({ text }) => {
      running.delete(name);
      if (!known.asked) wrong.push(`${name} ${text}, and nobody had asked it to`);
    });
    const ready = await child.said(line => (line.includes('"Longplay is ready"') ? line : null));
    return {
      name,
      pid: child.pid,
      api: /"api":"([^"]+)"/.exec(ready)?.[1] ?? null,
      key: /"key":"([^"]+)"/.exec(ready)?.[1] ?? null,
      kill: async () => {
        known.asked = true;
        process.kill(child.pid, 'SIGKILL');
        await child.exited;
      },
      freeze: () => child.signal('SIGSTOP'),
      wake: () => child.signal('SIGCONT'),
      stop: async () => {
        known.asked = true;
        const { code, text } = await child.stop();
        if (code !== 0) wrong.push(`${name} was asked to stop and ${text}`);
      },
    };
  };

  return {
    start,
    wrong,
    overtaken,
    get joins() {
      return joins;
    },
    stop: async () => {
      await Promise.all(
        [...running.values()].map(async known => {
          known.asked = true;
          if (known.child.name.startsWith('projections')) known.child.signal('SIGCONT');
          await known.child.stop();
        }),
      );
    },
  };
}
