import type { Position } from '../log/port.ts';
import type { Values } from './definition.ts';
import type { FatEvent } from './fat-event.ts';
import type { Item } from './items.ts';
import type { Step } from './step.ts';

/** What a task has written, once its transaction is committed. */
export type CommittedSeen = {
  readonly processor: string;
  readonly partition: number;
  readonly group: string;
  /** When it was decided, and from when to when the transaction took; milliseconds since the epoch. */
  readonly decidedAt: number;
  readonly began: number;
  readonly ended: number;
  /** The inputs that it was decided from. */
  readonly items: readonly Item<Values>[];
  readonly step: Pick<Step<FatEvent>, 'records' | 'states' | 'cases'>;
  /** Where its records are, in their order. */
  readonly written: readonly Position[];
};
