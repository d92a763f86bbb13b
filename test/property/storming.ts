import type { Processor } from '../../runtime/tasks/definition.ts';
import { processors } from '../../streams/topology.ts';

const idle: readonly string[] = ['webhooks', 'webhook-deliveries', 'instruments', 'prices'];

/**
 * The processors of the stories. Nobody subscribes to a webhook or prices anything in them, so those would only take the
 * others' turns; they have storms of their own (webhooks.unit.spec.ts, farm.unit.spec.ts).
 */
export const storming: readonly Processor[] = processors.filter(({ name }) => !idle.includes(name));
