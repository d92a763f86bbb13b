import type { MemoryBroker } from '../../../runtime/log/memory/log.ts';
import type { Stepper } from '../../../runtime/log/memory/stepper.ts';
import type { EffectAnswer, Processor } from '../../../runtime/tasks/definition.ts';
import type { EffectRunner } from '../../../runtime/tasks/engine.ts';
import type { PendingEffect } from '../../../runtime/tasks/fat-event.ts';
import type { Payment } from '../../../schemas/types/payments.ts';
import type { Mailbox } from '../../property/mailbox.ts';
import type { Provider } from '../../property/provider.ts';
import { perform } from '../../property/world.ts';
import { type History, PREFIX } from './history.ts';
import type { Process } from './process.ts';

/**
 * What becomes of a call: it never arrives, it is done and the answer lost, or it is answered. After the first two
 * a gateway gives up, and says so.
 */
export type Luck = 'never-arrives' | 'answer-lost' | 'answered';

export type Calls = {
  readonly broker: MemoryBroker;
  readonly stepper: Stepper;
  readonly provider: Provider;
  readonly mailbox: Mailbox;
  readonly fences: ReadonlyMap<string, number>;
  readonly history: History;
  /** Who has sent a mail, by its effect. */
  readonly senders: Map<string, Set<string>>;
  readonly luck: () => Luck;
  readonly note: (line: () => string) => void;
  readonly violation: (sentence: string) => void;
};

/**
 * Calls the provider, or the mail server, in two steps: the request, which is on its way whatever becomes of the process,
 * and the answer, which a killed process does not hear.
 */
export function effectRunner(calls: Calls, process: Process, { name, owns }: Processor): EffectRunner {
  const { stepper, history, note, violation } = calls;
  /** Who takes a task over can't hear what was answered to another, or to itself before. */
  const noteSending = (effect: PendingEffect, taken: string): void => {
    const by = calls.senders.get(effect.id) ?? new Set();
    if (by.size > 0 && !by.has(taken)) calls.mailbox.unheard(effect);
    calls.senders.set(effect.id, by.add(taken));
  };
  return async (effect, state, signal): Promise<EffectAnswer> => {
    history.observe();
    // The markers of its transaction may be on their way still (KIP-98): committed it is all the same.
    const ending = calls.broker.openTransactions().some(id => id.startsWith(`${PREFIX}.${name}-`));
    if (!history.intended.has(effect.id) && !ending) violation(`${effect.id} is started before its intent was written`);
    if (signal.aborted) violation(`${effect.id} is started though it was called off`);
    const { orderId, customerId } = state as Payment;
    const { partition } = history.newest(owns, owns === 'customers' ? customerId : orderId) ?? {};
    const tasks = process.runs.map(run => run.status()).find(one => one.name === name)?.tasks ?? [];
    if (partition !== undefined && tasks.every(task => task.partition !== partition)) {
      violation(`${effect.id} is started by ${process.client}, whose task was closed`);
    }
    if (process.gone) violation(`${effect.id} is started by ${process.client}, which has ended`);

    const taken = `${process.client}, taken over for the ${calls.fences.get(`${PREFIX}.${name}-${partition}`)}. time`;
    const at = `${effect.id}#${effect.attempt} for ${process.client}`;
    await stepper.schedule({ client: 'provider', operation: 'call', at, gone: false });
    const luck = calls.luck();
    let answer: EffectAnswer = { status: 'failed', code: luck };
    try {
      if (luck !== 'never-arrives') {
        if (effect.kind === 'mail') noteSending(effect, taken);
        const given = perform(calls, state, effect);
        if (luck === 'answered') answer = given;
        else calls.mailbox.unheard(effect);
      }
    } catch (error) {
      violation((error as Error).message);
    }
    note(() => `          outside: ${at}: ${luck} ${answer.status}`);
    await stepper.schedule({
      client: process.client,
      operation: 'answer',
      at,
      get gone() {
        return process.gone;
      },
    });
    return answer;
  };
}
