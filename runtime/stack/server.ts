import { closeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { LongplayError } from '../errors.ts';
import { diskFull, diskFullLine } from './disk.ts';
import { type Exit, type Guarded, type GuardedOptions, spawnGuarded } from './guarded.ts';
import { appendLog, beginLog, lastMeaningfulLine, tailOf } from './logs.ts';
import type { Part, StackProgress } from './types.ts';

/** How one server is run, and how it is known to be ready. */
export type ServerDefinition = {
  readonly part: Part;
  /** `Kafka 4.3.1` */
  readonly title: string;
  readonly log: string;
  readonly data: string;
  readonly launch: () => Omit<GuardedOptions, 'name' | 'output' | 'patience'>;
  /** One probe: true when clients can use the server; false, or a rejection, when not yet. */
  readonly probe: () => Promise<boolean>;
  /** Told of an end that may be overcome (Postgres finding the shared memory of a killed one): true to launch again. */
  readonly again?: (log: string) => boolean;
  /** Before a stop that will take longer: what to tell a person. */
  readonly stopping?: () => string | null;
  /** After an end that was asked for. */
  readonly stopped?: (exit: Exit) => void;
};

export type Server = {
  readonly part: Part;
  readonly pid: number;
  /** ms from launch to the first right answer, of the first start. */
  readonly startedIn: number;
  stop(): Promise<void>;
  restart(how: 'graceful' | 'kill'): Promise<void>;
};

export type ServerContext = {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: StackProgress) => void;
  readonly onExit: (part: Part, reason: string) => void;
};

/** s from asking a server to stop to forcing it. A first stop also writes the start archive (start-archive.ts). */
const patience = 20;
/** ms for a slow machine under load; a server that ends meanwhile is reported at once. */
const startLimit = 180_000;

/** Launches a server and waits until it is ready. On a failure nothing of it is left running. */
export async function startServer(definition: ServerDefinition, context: ServerContext): Promise<Server> {
  const { part, stopped = () => {} } = definition;
  const closing = new AbortController();
  const signal = AbortSignal.any([context.signal, closing.signal]);
  let asked: 'stop' | 'kill' | null = null;

  async function launched(open: (file: string) => number): Promise<Guarded> {
    const child = await launchReady(definition, open, signal, context.onProgress);
    void child.exited.then(exit => {
      if (asked === 'stop') stopped(exit);
      else if (asked === null) context.onExit(part, reasonOf(definition, exit));
    });
    return child;
  }

  const began = Date.now();
  let process = await launched(beginLog);
  let launching = Promise.resolve(process);
  const startedIn = Date.now() - began;
  context.onProgress({ part, text: `ready after ${(startedIn / 1_000).toFixed(1)} s` });
  return {
    part,
    get pid() {
      return process.pid;
    },
    startedIn,
    async stop() {
      asked = 'stop';
      closing.abort(
        new LongplayError('LP_STACK_INTERRUPTED', `${definition.title} was stopped while it was starting.`),
      );
      const child = await launching.catch(() => null);
      const note = definition.stopping?.() ?? null;
      if (note !== null && child !== null) context.onProgress({ part, text: note });
      await child?.stop();
    },
    async restart(how) {
      asked = how === 'kill' ? 'kill' : 'stop';
      await (how === 'kill' ? process.kill() : process.stop());
      asked = closing.signal.aborted ? 'stop' : null;
      launching = launched(appendLog);
      process = await launching;
    },
  };
}

async function launchReady(
  definition: ServerDefinition,
  open: (file: string) => number,
  signal: AbortSignal,
  onProgress: ServerContext['onProgress'],
  began = Date.now(),
): Promise<Guarded> {
  signal.throwIfAborted();
  const output = open(definition.log);
  const child = await spawnGuarded({ ...definition.launch(), name: definition.part, patience, output });
  closeSync(output);
  const ended: { exit?: Exit } = {};
  void child.exited.then(exit => {
    ended.exit = exit;
  });
  for (let attempt = 0; ; attempt++) {
    if (signal.aborted || Date.now() - began > startLimit) {
      await child.stop();
      signal.throwIfAborted();
      throw startFailed(definition, `was not ready after ${startLimit / 1_000} s`);
    }
    if (ended.exit !== undefined) {
      if (definition.again?.(tailOf(definition.log)) === true) {
        await delay(200);
        return launchReady(definition, appendLog, signal, onProgress, began);
      }
      throw startFailed(definition, ended.exit.text);
    }
    if (await definition.probe().catch(() => false)) return child;
    if (attempt % 20 === 0) {
      onProgress({ part: definition.part, text: `starting, ${Math.round((Date.now() - began) / 1_000)} s` });
    }
    await delay(50);
  }
}

function startFailed(definition: ServerDefinition, what: string): LongplayError {
  const log = tailOf(definition.log);
  const full = diskFullLine(log);
  if (full !== null) return diskFull(definition.data, `${definition.title} said "${full}"`);
  const said = lastMeaningfulLine(log);
  return new LongplayError(
    'LP_STACK_START_FAILED',
    `${definition.title} did not start: it ${what}; last it said: ${said}`,
    {
      remedy: `Its log ${definition.log} has more. If the data is damaged, \`longplay up --fresh\` starts over (it deletes the data).`,
    },
  );
}

function reasonOf({ title, log }: ServerDefinition, exit: Exit): string {
  return `${title} ${exit.text}; last it said: ${lastMeaningfulLine(tailOf(log))} (log: ${log})`;
}
