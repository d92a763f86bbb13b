import type { Processor } from '../../runtime/tasks/definition.ts';
import { processors } from '../../streams/topology.ts';

const idle: readonly string[] = ['webhooks', 'webhook-deliveries', 'welcome-packs', 'welcome-mails', 'enrolments', 'holidays'];

/**
 * The processors of the stories. Nobody subscribes to a webhook in them, and nobody enrols, so those would only take the
 * others' turns; they have storms of their own (webhooks.unit.spec.ts, enrolment.unit.spec.ts).
 */
export const storming: readonly Processor[] = processors.filter(({ name }) => !idle.includes(name));
