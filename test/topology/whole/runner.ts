import type { MemoryBroker } from '../../../runtime/log/memory/log.ts';
import type { Stepper } from '../../../runtime/log/memory/stepper.ts';
import type { EffectAnswer } from '../../../runtime/tasks/definition.ts';
import type { EffectRunner } from '../../../runtime/tasks/engine.ts';
import type { Payment } from '../../../schemas/types/payments.ts';
import type { Provider } from '../../property/provider.ts';
import { type History, PREFIX } from './history.ts';
import type { Process } from './process.ts';

/**
 * What becomes of a call: it never arrives, it is done and the answer lost, or the provider answers. After the first two
 * a gateway gives up, and says so.
 */
export type Luck = 'never-arrives' | 'answer-lost' | 'answered';

export type Calls = {
  readonly broker: MemoryBroker;
  readonly stepper: Stepper;
  readonly provider: Provider;
  readonly history: History;
  readonly luck: () => Luck;
  readonly note: (line: () => string) => void;
  readonly violation: (sentence: string) => void;
};

/**
 * Calls the provider in two steps: the request, which is on its way whatever becomes of the process, and the answer, which
 * a killed process does not hear.
 */
export function providerRunner(calls: Calls, process: Process): EffectRunner {
  const { stepper, history, note, violation } = calls;
  return async (effect, state, signal): Promise<EffectAnswer> => {
    history.observe();
    // The markers of its transaction may be on their way still (KIP-98): committed it is all the same.
    const ending = calls.broker.openTransactions().some(id => id.startsWith(`${PREFIX}.payments-`));
    if (!history.intended.has(effect.id) && !ending) violation(`${effect.id} is started before its intent was written`);
    if (signal.aborted) violation(`${effect.id} is started though it was called off`);
    const { partition } = history.newest('payments', (state as unknown as Payment).orderId) ?? {};
    const tasks = process.runs.map(run => run.status()).find(({ name }) => name === 'payments')?.tasks ?? [];
    if (partition !== undefined && tasks.every(task => task.partition !== partition)) {
      violation(`${effect.id} is started by ${process.client}, whose task was closed`);
    }
    if (process.gone) violation(`${effect.id} is started by ${process.client}, which has ended`);

    const at = `${effect.id}#${effect.attempt} for ${process.client}`;
    await stepper.schedule({ client: 'provider', operation: 'call', at, gone: false });
    const luck = calls.luck();
    let answer: EffectAnswer = { status: 'failed', code: luck };
    try {
      if (luck !== 'never-arrives') {
        const given = calls.provider.ask(state as unknown as Payment, effect);
        if (luck === 'answered') answer = given;
      }
    } catch (error) {
      violation((error as Error).message);
    }
    note(() => `          the provider: ${at}: ${luck} ${answer.status}`);
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
