import type { Processor } from '../../runtime/tasks/definition.ts';
import { processors } from '../../streams/topology.ts';

const idle: readonly string[] = ['webhooks', 'webhook-deliveries', 'holidays'];

/**
 * The processors of the stories. Nobody subscribes to a webhook or books a holiday in them, so those would only take the others' turns; they
 * have a storm of their own (webhooks.unit.spec.ts, holidays.unit.spec.ts).
 */
export const storming: readonly Processor[] = processors.filter(({ name }) => !idle.includes(name));
