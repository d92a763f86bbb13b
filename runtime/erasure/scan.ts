import { setTimeout as sleep } from 'node:timers/promises';
import { LongplayError } from '../errors.ts';
import { keyIdOf } from '../vault/key-id.ts';
import type { Vault } from '../vault/port.ts';
import { type Certificate, certify } from './certificate.ts';
import { createTally } from './findings.ts';
import { type FoldersToScan, scanFolders } from './folders.ts';
import { searchFor } from './search.ts';
import { scanTables, type TablesToScan } from './tables.ts';
import { scanTopics, type TopicsToScan } from './topics.ts';
import { type SchemaText, type ValuesWithin, valueReader } from './values.ts';

/** What the owner of customers has said of one of them last. */
export type ErasureFact = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly version: number;
  readonly status: string;
  /** ms since the epoch */
  readonly requestedAt: number | null;
  /** ms since the epoch; null: not yet. */
  readonly keyDestroyedAt: number | null;
};

export type ErasureScan = {
  readonly customerId: string;
  readonly fact: ErasureFact;
  readonly installation: { readonly prefix: string; readonly clusterId: string };
  readonly program: string;
  readonly log: TopicsToScan['log'];
  readonly topics: readonly string[];
  readonly sql: TablesToScan['sql'];
  readonly documents: TablesToScan['documents'];
  readonly folders: FoldersToScan['folders'];
  /** Looked for in every byte; nothing of them is kept or told. */
  readonly texts: readonly string[];
  readonly schemaText: SchemaText;
  readonly valuesWithin: ValuesWithin;
  readonly vault: Pick<Vault, 'keysById'>;
  readonly signal: AbortSignal;
  readonly onPhase?: (phase: ScanPhase) => void;
  readonly onRead?: (count: number) => void;
  readonly now?: () => number;
  /** How long a process may use a key from memory after it was destroyed, ms (docs/decisions/0032). Default 30,000. */
  readonly keptFor?: number;
};

export type ScanPhase = 'waiting' | 'topics' | 'tables' | 'folders';

const KEPT_FOR_MS = 30_000;

/** @throws LP_ERASURE_NOT_DONE */
export function destroyedAt(customerId: string, { status, keyDestroyedAt }: ErasureFact): number {
  if (status === 'ERASED' && keyDestroyedAt !== null) return keyDestroyedAt;
  const how = status === 'ERASED' ? 'ERASED, and the key is not destroyed yet' : status;
  throw new LongplayError('LP_ERASURE_NOT_DONE', `${customerId} is ${how}.`);
}

/**
 * Searches everything that an installation keeps for what can be read of an erased customer, once nobody can have the
 * key in memory any more. The certificate says what was searched, and what was found.
 */
export async function scanErasure(scan: ErasureScan): Promise<Certificate> {
  const { customerId, fact, installation, program, texts, signal, now = Date.now, keptFor = KEPT_FOR_MS } = scan;
  const { onPhase = () => {}, onRead = () => {}, schemaText, valuesWithin } = scan;
  const keyDestroyedAt = destroyedAt(customerId, fact);
  const startedAt = now();
  onPhase('waiting');
  await sleep(Math.max(0, keyDestroyedAt + keptFor - startedAt), undefined, { signal });
  const search = searchFor(customerId, texts);
  const tally = createTally();
  const context = { search, tally, signal, onRead };
  const look = valueReader(schemaText, valuesWithin);
  onPhase('topics');
  const topics = await scanTopics({ ...scan, look }, context);
  onPhase('tables');
  const tables = await scanTables({ ...scan, prefix: installation.prefix, look }, context);
  onPhase('folders');
  const folders = await scanFolders({ ...scan, look }, context);
  // At the end: whatever was sealed meanwhile counts too.
  const keyId = keyIdOf(customerId);
  const key = (await scan.vault.keysById([keyId])).get(keyId);
  const destroyed = key !== undefined && key.secret === null;
  if (!destroyed) tally.add({ what: 'key-alive', place: { vault: keyId } });
  const sum = <T>(all: readonly T[], pick: (one: T) => number): number => all.reduce((n, one) => n + pick(one), 0);
  const findings = tally.findings.length + tally.beyond.findings;
  return certify({
    certificate: 'longplay-erasure',
    version: 1,
    customerId,
    installation: { prefix: installation.prefix, clusterId: installation.clusterId },
    erased: {
      topic: fact.topic,
      partition: fact.partition,
      offset: fact.offset,
      version: fact.version,
      requestedAt: fact.requestedAt === null ? null : iso(fact.requestedAt),
      keyDestroyedAt: iso(keyDestroyedAt),
    },
    key: { id: keyId, destroyed },
    startedAt: iso(startedAt),
    finishedAt: iso(now()),
    program,
    texts: search.texts,
    topics: [...topics.map(one => ({ ...one, partitions: [...one.partitions] }))],
    tables,
    folders,
    totals: {
      records: sum(topics, one => one.records),
      rows: sum(tables, one => one.rows),
      files: sum(folders, one => one.files),
      sealed: sum<{ sealed: number }>([...topics, ...tables, ...folders], one => one.sealed),
      unread: tally.unread.length + tally.beyond.unread,
      findings,
    },
    unread: tally.unread.map(({ why, place }) => ({ why, place })),
    findings: tally.findings.map(({ what, place }) => ({ what, place })),
    clean: findings === 0,
  });
}

const iso = (time: number): string => new Date(time).toISOString();
