import { buildApp } from '../../api/app.ts';
import { listen } from '../../api/listen.ts';
import { openToEverybody } from '../../api/security/authenticator.ts';
import type { Shop } from './program.ts';

/** Opens `/health` and `/metrics` of a process that serves no API, where HEALTH_PORT is set; answers where it listens. */
export async function openHealth({ ground, settings, logger, resources, metrics }: Shop): Promise<string | null> {
  const { host, healthPort: port } = settings.http;
  if (port === null) return null;
  const app = buildApp({ logger, health: ground.health, auth: openToEverybody(), metrics });
  resources.add('the health of this process', () => app.close());
  return await listen(app, { host, port });
}
