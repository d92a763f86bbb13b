import type { RegistrySettings } from '../config/connections.ts';
import type { LogAdmin } from '../log/port.ts';
import type { Sql } from '../postgres/connect.ts';
import type { Probe } from './health.ts';

/** Asks a broker for the cluster's metadata. */
export function kafkaProbe(admin: Pick<LogAdmin, 'clusterId'>): Probe {
  return { name: 'kafka', ask: async () => void (await admin.clusterId()) };
}

/** Reads the global compatibility level, for which a registry has to look into its storage. */
export function registryProbe(registry: { url: string; auth: RegistrySettings['auth'] }): Probe {
  const { url, auth } = registry;
  const headers: Record<string, string> = { accept: 'application/vnd.schemaregistry.v1+json, application/json' };
  if (auth) headers.authorization = `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`;
  return {
    name: 'registry',
    ask: async () => {
      // A server that takes the connection and says nothing must not hold it for ever.
      const response = await fetch(`${url}/config`, { headers, signal: AbortSignal.timeout(30_000) });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`GET /config answered ${response.status} ${response.statusText}`.trim());
    },
  };
}

export function postgresProbe(sql: Sql): Probe {
  return { name: 'postgres', ask: async () => void (await sql`select 1`) };
}
