import { taskStandings } from '../../../runtime/hospital/treatment/standings.ts';
import type { Log } from '../../../runtime/log/port.ts';
import type { Follow } from '../../follow/context.ts';
import type { Halt } from './standing.ts';

/** Tasks that take no inputs, by processor. */
export type Halts = () => Promise<ReadonlyMap<string, readonly Halt[]>>;

/**
 * Reads on where it had come to at the last look, in the topics of the hospital, and keeps nothing of the cases there; needs
 * neither Postgres nor a processor that runs.
 */
export function watchHalts({ log, prefix, wire }: Follow, processors: readonly string[]): Halts {
  // It reads partitions and their ends, and no more of the log.
  const standings = taskStandings({ log: log as Log, prefix, wire }, processors);
  return async () => {
    const halts = (await standings.read()).map(({ processor, partition, standing: { paused, breaker } }) => {
      const found: Halt[] = [];
      if (breaker !== null) {
        const { since, code, message } = breaker;
        found.push({ partition, what: 'breaker', since, by: code, why: message });
      }
      if (paused !== null) {
        const { since, actor, reason } = paused;
        found.push({ partition, what: 'paused', since, by: actor?.id ?? 'somebody', why: reason });
      }
      return { processor, found };
    });
    return new Map(
      [...Map.groupBy(halts, ({ processor }) => processor)].map(([name, all]) => [
        name,
        all.flatMap(({ found }) => found),
      ]),
    );
  };
}
