import manifest from '../../package.json' with { type: 'json' };
import type { Settings } from '../../runtime/config/settings.ts';
import type { HospitalOptions } from '../../runtime/hospital/options.ts';
import { topics } from '../../schemas/topics.ts';

const requests = new Set(topics.filter(({ kind }) => kind === 'requests').map(({ name }) => name));

/** What the tasks of this process do with what they cannot process. */
export const hospitalOf = ({ hospital }: Pick<Settings, 'hospital'>): HospitalOptions => ({
  version: manifest.version,
  limits: hospital.breaker,
  keepClosed: hospital.caseRetention,
  perSecond: hospital.retryRate,
  transientBudget: hospital.patience,
  isRequest: topic => requests.has(topic),
});
