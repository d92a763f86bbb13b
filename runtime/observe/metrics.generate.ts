import { writeFileSync } from 'node:fs';
import { metricsPage } from './metrics.page.ts';

writeFileSync(new URL('../../docs/reference/metrics.md', import.meta.url), metricsPage());
