import { defineProcessor } from '../../runtime/tasks/definition.ts';
import type { WelcomePack } from '../../schemas/types/welcome-packs.ts';
import { linger } from '../linger.ts';
import { decide } from './decide.ts';
import type { WelcomePackInputs } from './model.ts';

export const welcomePacks = defineProcessor<WelcomePack, WelcomePackInputs, Record<never, never>>({
  name: 'welcome-packs',
  entity: 'welcome-pack',
  owns: 'welcome-packs',
  reads: ['customers', 'welcome-pack-requests'],
  tables: [],
  asks: [],
  effects: [],
  historyBound: 32,
  linger: linger.customers,
  decide,
});
