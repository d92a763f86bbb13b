import { within } from '../../runtime/observe/within.ts';
import type { FlowAlarm } from './alarms.ts';

/**
 * Alarms on their way to whoever is told of them. What is kept as raised, or as over, is what has been told: where a process
 * ends in between, the next one tells it again, so that each is told at least once.
 */
export type Telling = {
  /** With those that are on their way: they are not told twice by one process. */
  raised(): readonly string[];
  /** What may be kept. */
  told(): readonly string[];
  /**
   * Waits a moment, and no longer: a webhook that is away holds no look up.
   *
   * @param raised what is raised with these.
   */
  tell(alarms: readonly FlowAlarm[], raised: readonly string[]): Promise<void>;
};

/** An alarm that is not told within this is kept later, ms. */
const WAITED_MS = 2_000;

/**
 * @param kept What was raised, and told, before.
 * @param tellOne Whether it has been told; where it was not, as at the end of the process, it is not kept.
 */
export function openTelling(kept: readonly string[], tellOne: (alarm: FlowAlarm) => Promise<boolean>): Telling {
  let raised = kept;
  let told = kept;
  const tell = async (alarm: FlowAlarm): Promise<void> => {
    if (!(await tellOne(alarm))) return;
    const others = told.filter(about => about !== alarm.about);
    told = alarm.count > 0 ? [...others, alarm.about] : others;
  };
  return {
    raised: () => raised,
    told: () => told,
    tell: async (alarms, now) => {
      raised = now;
      await within(Promise.all(alarms.map(tell)), WAITED_MS).catch(() => undefined);
    },
  };
}
