import { randomUUID } from 'node:crypto';
import manifest from '../../package.json' with { type: 'json' };
import type { Tracing } from '../../runtime/observe/tracing/span.ts';
import type { Program } from './program.ts';

/** Makes traces where it is said where to, until the resources are closed: what was opened later still tells its end. */
export async function openTracing({
  settings,
  logger,
  resources,
  metrics,
}: Pick<Program, 'settings' | 'logger' | 'resources' | 'metrics'>): Promise<Tracing | null> {
  const { url, headers, serviceName, attributes, ratio } = settings.tracing;
  if (url === null) return null;
  const { version } = manifest;
  // Loaded only here: who makes no traces does not wait for the SDK.
  const { createExporter } = await import('../../runtime/observe/tracing/exporter.ts');
  const resource = {
    'service.instance.id': randomUUID(),
    ...attributes,
    'service.name': serviceName,
    'service.version': version,
  };
  const exporter = createExporter({ url, headers, resource, ratio, version, logger, metrics });
  resources.add('the traces', () => exporter.close());
  return exporter;
}
