import { projections } from '../../projections/catalogue.ts';
import { storedIn } from '../../runtime/projector/definition.ts';
import { FACTS, type FactTopic } from '../trail/event.ts';

/** A read model with something of each order, where that is stored. */
export type ViewOfOrders = ReturnType<typeof storedIn> & {
  readonly name: string;
  /** The one that it reads. */
  readonly topic: FactTopic;
  /** Of a report: what is stored of an order is what it adds to it. */
  readonly adds: boolean;
};

/** In the order of the catalogue. */
export const viewsOfOrders: readonly ViewOfOrders[] = projections.flatMap(projection => {
  const topic = FACTS.find(name => projection.topics.length === 1 && projection.topics[0] === name);
  if (topic === undefined) return [];
  return [{ ...storedIn(projection), name: projection.name, topic, adds: projection.kind === 'aggregate' }];
});
