import { isOpenCase } from '../../runtime/hospital/case.ts';
import { isHalted, type Standing } from '../../runtime/hospital/standing.ts';
import { type CaseBook, lanesOf } from '../../runtime/hospital/treatment/case-book.ts';
import { standingsText } from '../hospital/text.ts';
import { timeOf } from '../plain-text.ts';

/** What of a processor stands still, and what waits in its hospital. */
export type StandingOf = {
  /** Those that are paused, were stopped by the storm breaker, or retry a group. */
  readonly tasks: readonly (Standing & { readonly partition: number })[];
  readonly cases: {
    readonly open: number;
    readonly keysBlocked: number;
    /** Of them, cases that are tried again by themselves. */
    readonly byThemselves: number;
    /** When the oldest was admitted, ms since the epoch; null: there is none. */
    readonly since: number | null;
  };
};

export function standingOf(processor: string, book: Pick<CaseBook, 'all' | 'standings'>): StandingOf {
  const open = book.all().filter(({ one }) => one.processor === processor && isOpenCase(one));
  const fronts = [...lanesOf(open).values()].flatMap(lane => lane.slice(0, 1));
  const times = open.flatMap(({ one }) => one.admittedAt ?? []);
  return {
    tasks: book
      .standings()
      .filter(one => one.processor === processor)
      .map(({ partition, standing }) => ({ partition, ...standing }))
      .filter(one => isHalted(one) || one.retries.some(({ endedAt }) => endedAt === null))
      .sort((left, right) => left.partition - right.partition),
    cases: {
      open: open.length,
      keysBlocked: fronts.filter(({ one }) => one.blockedKey !== null).length,
      byThemselves: fronts.filter(({ one }) => one.retryAt !== null).length,
      since: times.length === 0 ? null : times.reduce((first, at) => Math.min(first, at)),
    },
  };
}

/** Each with what is to be done about it; nothing where all is well. */
export function standingText(processor: string, { tasks, cases }: StandingOf): string {
  const lines = standingsText(tasks.map(({ partition, ...standing }) => ({ processor, partition, standing })));
  const stopped = tasks.some(({ breaker }) => breaker !== null);
  const advice = stopped
    ? `  correct the cause, start the corrected program, then: longplay streams resume ${processor}\n`
    : tasks.some(({ paused }) => paused !== null)
      ? `  to let it go on: longplay streams resume ${processor}\n`
      : '';
  if (cases.open === 0) return lines + advice;
  const itself = cases.byThemselves === 0 ? '' : `, ${cases.byThemselves} of them tried again by themselves`;
  const waits = `${cases.open} open cases block ${cases.keysBlocked} keys, the oldest since ${timeOf(cases.since)}${itself}`;
  return `${lines}${advice}${processor}: ${waits}\n  what and why: longplay hospital list --processor ${processor}\n`;
}
