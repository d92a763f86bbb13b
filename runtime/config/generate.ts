import { writeFileSync } from 'node:fs';
import { configPage } from './page.ts';

writeFileSync(new URL('../../docs/reference/config.md', import.meta.url), configPage());
