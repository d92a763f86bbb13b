import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import type { Settings } from '../../runtime/config/settings.ts';
import type { Certificate } from '../../runtime/erasure/certificate.ts';
import type { ScanHooks } from '../../runtime/erasure/desk.ts';
import { type ErasureFact, scanErasure } from '../../runtime/erasure/scan.ts';
import type { SchemaText, ValuesWithin } from '../../runtime/erasure/values.ts';
import { LongplayError } from '../../runtime/errors.ts';
import type { SchemaRegistry } from '../../runtime/registry/client.ts';
import type { Vault } from '../../runtime/vault/port.ts';
import { schemaText } from '../../schemas/load.ts';
import { topics } from '../../schemas/topics.ts';
import type { Connection } from '../connect/connection.ts';

export type ScanPlace = Pick<Connection, 'log' | 'registry' | 'sql' | 'prefix'> & {
  readonly settings: Pick<Settings, 'home'>;
  readonly vault: Pick<Vault, 'keysById'>;
};

export type ScanRequest = {
  readonly customerId: string;
  readonly fact: ErasureFact;
  /** Topics of others, by their whole names, beside those of this installation. */
  readonly topics: readonly string[];
  /** Beside those that this home has. */
  readonly folders: readonly string[];
  readonly texts: readonly string[];
};

/** Where records lie within records. */
const valuesWithin: ValuesWithin = {
  'longplay.hospital.HospitalCase': ['record.value', 'originalValue'],
  'longplay.operations.Operation': ['edit.value', 'repair.value'],
};

/** Read models that keep a fact, whole, in a column: they are named as its topic. */
const documents = Object.fromEntries(
  topics.filter(({ kind }) => kind === 'facts').map(topic => [topic.name, schemaText(topic)]),
);

/** Searches this installation, with what it has on this machine: the states of its processes, and logs of local servers. */
export async function scanInstallation(
  { log, registry, sql, prefix, settings, vault }: ScanPlace,
  { customerId, fact, topics: others, folders, texts }: ScanRequest,
  hooks: ScanHooks,
): Promise<Certificate> {
  const all = await log.admin.describeTopics();
  const mine = all.map(({ name }) => name).filter(name => name.startsWith(`${prefix}.`));
  const own = [join(settings.home, 'state', prefix), join(settings.home, 'logs')];
  return scanErasure({
    customerId,
    fact,
    installation: { prefix, clusterId: await log.admin.clusterId() },
    program: manifest.version,
    log,
    topics: [...new Set([...mine.sort(), ...others])],
    sql,
    documents,
    folders: [...own.filter(existsSync), ...folders.map(folder => resolve(folder))],
    texts,
    schemaText: textsOf(registry),
    valuesWithin,
    vault,
    ...hooks,
  });
}

const textsOf =
  (registry: Pick<SchemaRegistry, 'schemaById'>): SchemaText =>
  async id => {
    try {
      return await registry.schemaById(id);
    } catch (cause) {
      if (cause instanceof LongplayError && cause.code === 'LP_REGISTRY_SCHEMA_UNKNOWN') return null;
      throw cause;
    }
  };
