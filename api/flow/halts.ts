import { taskStandings } from '../../runtime/hospital/treatment/standings.ts';
import type { CaseSource } from '../../runtime/hospital/treatment/ward-topics.ts';

/** A task that takes no inputs. */
export type Halt = {
  readonly partition: number;
  /** `breaker`: its own failures have stopped it. */
  readonly what: 'paused' | 'breaker';
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** Who paused it, or what failed; and why. */
  readonly by: string;
  readonly why: string;
};

/** Tasks that take no inputs, by processor. */
export type Halts = () => Promise<ReadonlyMap<string, readonly Halt[]>>;

/**
 * Reads on where it had come to at the last look, in the topics of the hospital, and keeps nothing of the cases there; needs
 * neither Postgres nor a processor that runs.
 */
export function watchHalts(source: CaseSource, processors: readonly string[]): Halts {
  const standings = taskStandings(source, processors);
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
