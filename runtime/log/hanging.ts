import { LogError } from './errors.ts';
import type { LeftOpen } from './port.ts';

export type Outcome = 'committed' | 'aborted';

/**
 * How the last transaction of each id was decided, as far as this process was told. The coordinator forgets it with the
 * next fencing, but a takeover may fail after that and begin anew. It is believed only while nobody else has fenced.
 */
export type LastOutcomes = {
  /** `told` is what the coordinator said right before the fencing; `before` and `after` name the holders. */
  fenced(id: string, told: Outcome | null, holder: { readonly before: string; readonly after: string }): void;
  known(id: string): Outcome | null;
  forget(id: string): void;
};

export function lastOutcomes(): LastOutcomes {
  const outcomes = new Map<string, { readonly holder: string; readonly outcome: Outcome }>();
  return {
    fenced: (id, told, { before, after }) => {
      const known = outcomes.get(id);
      const outcome = told ?? (known?.holder === before ? known.outcome : null);
      if (outcome === null) outcomes.delete(id);
      else outcomes.set(id, { holder: after, outcome });
    },
    known: id => outcomes.get(id)?.outcome ?? null,
    forget: id => {
      outcomes.delete(id);
    },
  };
}

/** It is retriable: the task goes on by itself once an operator has ended the transaction. */
export function hanging(id: string, open: readonly LeftOpen[]): LogError {
  const commands = open.map(one =>
    one === 'positions'
      ? '`kafka-transactions.sh find-hanging` for __consumer_offsets'
      : `\`kafka-transactions.sh --bootstrap-server HOST:PORT abort --topic ${one.topic} --partition ${one.partition} ` +
        `--start-offset ${one.offset}\``,
  );
  return new LogError('retriable', `A transaction of ${id} was left open on ${whereOpen(open)}.`, {
    code: 'LP_LOG_TRANSACTION_HANGING',
    remedy: `Where no part of it was committed, end it; the task then goes on by itself: ${commands.join('; ')}`,
  });
}

/** In words, for a message. */
export const whereOpen = (open: readonly LeftOpen[]): string =>
  open
    .map(one => (one === 'positions' ? 'its group’s positions' : `${one.topic}[${one.partition}] from ${one.offset}`))
    .join(', ');
