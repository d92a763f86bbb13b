import { within } from '../../runtime/observe/within.ts';
import type { FlowAlarm } from './alarms.ts';

/**
 * Alarms on their way to whoever is told of them. What is kept as raised, or as over, is what has been told: where a process
 * ends in between, the next one tells it again, so that each is told at least once.
 */
export type Telling = {
  /** With those that are on their way: they are not told twice by one process. Without those that were turned away. */
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
 * @param tellOne Whether it has been told; where it was not, it is not kept, and told again with the next look. `again`: it
 *   was turned away just before.
 * @param isStopping At the end of the process nothing is told again: the next one does.
 */
export function openTelling(
  kept: readonly string[],
  tellOne: (alarm: FlowAlarm, again: boolean) => Promise<boolean>,
  isStopping: () => boolean = () => false,
): Telling {
  let raised = kept;
  let told = kept;
  /** What was told last of each: an answer to what was told before it says nothing about it. */
  const last = new Map<string, FlowAlarm>();
  const turnedAway = new Map<string, FlowAlarm['what']>();
  const isThere = (list: readonly string[], about: string, is: boolean): readonly string[] => {
    const others = list.filter(one => one !== about);
    return is ? [...others, about] : others;
  };
  const tell = async (alarm: FlowAlarm): Promise<void> => {
    const { about, what, count } = alarm;
    last.set(about, alarm);
    const isTold = await tellOne(alarm, turnedAway.get(about) === what).catch(() => false);
    if (isTold) {
      turnedAway.delete(about);
      told = isThere(told, about, count > 0);
    } else if (last.get(about) === alarm && !isStopping()) {
      turnedAway.set(about, what);
      raised = isThere(raised, about, count === 0);
    }
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
