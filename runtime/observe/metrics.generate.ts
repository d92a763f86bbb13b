import { writeFileSync } from 'node:fs';
import { dashboard } from './dashboard.page.ts';
import { metricsPage } from './metrics.page.ts';

writeFileSync(new URL('../../docs/reference/metrics.md', import.meta.url), metricsPage());
writeFileSync(new URL('../../docs/reference/watching/dashboard.json', import.meta.url), dashboard());
