import type { FastifyInstance } from 'fastify';
import { LongplayError } from '../../../runtime/errors.ts';
import { answered } from '../../client/client.ts';
import type { Console } from '../console.ts';
import { html } from '../html.ts';
import type { Page } from '../page.ts';
import type { ProcessorPulse } from '../pulse.ts';
import { deedRoutes } from './deed.ts';
import { count, counted } from './parts.ts';

export type PauseDeed = 'pause' | 'resume';

/** A part of the console from which processors are paused and resumed. */
export type Pausing = {
  /** Below it are `/:name/pause` and `/:name/resume`. */
  readonly under: string;
  readonly area: Page['area'];
  path(name: string): NonNullable<Page['path']>;
  back(name: string): string;
  /** Where it is seen what came of it. */
  seen(name: string, deed: PauseDeed, answer: object): string;
};

/** Whom a request names as who asks: behind it stands the id of the key or the subject of the token. */
export const ACTOR = 'console';

/** Asks a processor to stand still, or to go on, once it was shown what of it stands and what waits. */
export function pausingRoutes(app: FastifyInstance, console: Console, where: Pausing): void {
  const { under, area, path, back, seen } = where;

  const pulseOf = async (name: string): Promise<ProcessorPulse | null> => {
    const { processors } = await console.pulse.read();
    if (processors === null) return null;
    const of = processors.find(({ station }) => station.processor === name);
    if (of === undefined) throw new LongplayError('LP_API_NOT_FOUND', `No processor ${name} is known here.`);
    return of;
  };

  for (const deed of ['pause', 'resume'] as const) {
    const { says, means } = deeds[deed];
    deedRoutes<never, { name: string }>(app, console, {
      url: `${under}/:name/${deed}`,
      area,
      names: [],
      ask: async (_client, { name }) => ({
        title: says(name),
        path: path(name),
        back: back(name),
        counts: countsOf(name, await pulseOf(name)),
        means,
        deed: says(name),
        danger: deed === 'pause',
      }),
      act: async (client, { name }, { reason, headers }) => {
        const asking = { params: { path: { name } }, body: { actor: ACTOR, reason }, headers };
        const answer =
          deed === 'pause'
            ? await answered(client.POST('/streams/{name}/pause', asking))
            : await answered(client.POST('/streams/{name}/resume', asking));
        return seen(name, deed, answer);
      },
    });
  }
}

const deeds = {
  pause: {
    says: (name: string) => `Pause ${name}`,
    means: html`It takes no inputs, on every partition and across restarts, until it is told to go on; what comes meanwhile waits on the log, and nothing is lost. Effects that were begun end, deadlines wait, and cases that are retried are treated.`,
  },
  resume: {
    says: (name: string) => `Let ${name} go on`,
    means: html`It goes on from where it stood; nothing was skipped. Where its storm breaker has stopped it: correct the program and start the corrected one first, else it is stopped again.`,
  },
};

function countsOf(name: string, of: ProcessorPulse | null) {
  const tasks = of && new Set(of.inputs.map(({ partition }) => partition)).size;
  const still = of?.halts?.length;
  return [
    ['Processor', name],
    ['Partitions', tasks === null ? 'unknown' : counted(tasks, 'task')],
    ['Standing still now', still === undefined ? 'unknown' : counted(still, 'task')],
    ['Waits on the log now', of === null ? 'unknown' : `${count(of.lag)} offsets`],
  ] as const;
}
