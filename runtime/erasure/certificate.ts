import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../canonical-json.ts';
import { LongplayError } from '../errors.ts';

const count = z.int().nonnegative();
const time = z.iso.datetime();

const place = z.union([
  z.object({ topic: z.string(), partition: count, offset: count }),
  z.object({ table: z.string(), row: z.string() }),
  z.object({ file: z.string(), at: count }),
  z.object({ vault: z.string() }),
]);

/** What a certificate says (docs/guide/erasing-a-customer.md). Times are UTC. */
const content = z.object({
  certificate: z.literal('longplay-erasure'),
  /** Of this form; another one is refused. */
  version: z.literal(1),
  customerId: z.string(),
  installation: z.object({ prefix: z.string(), clusterId: z.string() }),
  /** The fact that says that the key was destroyed. */
  erased: z.object({
    topic: z.string(),
    partition: count,
    offset: count,
    version: count,
    requestedAt: time.nullable(),
    keyDestroyedAt: time,
  }),
  /** As the vault said when everything was searched. */
  key: z.object({ id: z.string(), destroyed: z.boolean() }),
  startedAt: time,
  finishedAt: time,
  /** Version of Longplay. */
  program: z.string(),
  /** How many texts were looked for, byte by byte; the certificate does not hold them. */
  texts: count,
  topics: z.array(
    z.object({
      topic: z.string(),
      records: count,
      sealed: count,
      partitions: z.array(z.object({ partition: count, from: count, to: count, records: count })),
    }),
  ),
  tables: z.array(z.object({ table: z.string(), rows: count, sealed: count })),
  folders: z.array(z.object({ folder: z.string(), files: count, bytes: count, records: count, sealed: count })),
  /** `sealed`: texts that are sealed for this customer, which nobody can open any more. */
  totals: z.object({ records: count, rows: count, files: count, sealed: count, unread: count, findings: count }),
  /** What could not be read, by its schema or at all: the first ones by place. */
  unread: z.array(z.object({ why: z.string(), place })),
  findings: z.array(z.object({ what: z.enum(['plain-text', 'other-key', 'text', 'key-alive']), place })),
  /** Whether nothing readable was found. */
  clean: z.boolean(),
});

const certificate = content.extend({
  /** Of everything else in it, as canonical JSON (RFC 8785), in hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export type Content = z.output<typeof content>;
export type Certificate = z.output<typeof certificate>;

const hashOf = (of: Content): string => createHash('sha256').update(canonicalJson(of)).digest('hex');

export const certify = (of: Content): Certificate => ({ ...of, sha256: hashOf(of) });

/** @throws LP_ERASURE_CERTIFICATE_UNFIT */
export function parseCertificate(text: string, from: string): Certificate {
  const unfit = (why: string, cause?: unknown): LongplayError =>
    new LongplayError('LP_ERASURE_CERTIFICATE_UNFIT', `${from} is no certificate: ${why}.`, { cause });
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    throw unfit('it is not JSON', cause);
  }
  const parsed = certificate.safeParse(given);
  // What this version does not know is part of what was hashed.
  if (parsed.success) return given as Certificate;
  const [issue] = parsed.error.issues;
  throw unfit(`${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'unknown'}`, parsed.error);
}

/** What is wrong with a certificate; empty where it is as it was made. It says nothing of who made it. */
export function faultsOf({ sha256, ...of }: Certificate): string[] {
  const { totals, topics, tables, folders, findings, clean, key } = of;
  const sum = <T>(all: readonly T[], pick: (one: T) => number): number => all.reduce((n, one) => n + pick(one), 0);
  const searched = [...topics, ...tables, ...folders];
  const checks: [boolean, string][] = [
    [hashOf(of) === sha256, 'its SHA-256 is another than its content has'],
    [totals.records === sum(topics, one => one.records), 'its records do not add up'],
    [topics.every(one => one.records === sum(one.partitions, part => part.records)), 'its partitions do not add up'],
    [totals.rows === sum(tables, one => one.rows), 'its rows do not add up'],
    [totals.files === sum(folders, one => one.files), 'its files do not add up'],
    [totals.sealed === sum(searched, one => one.sealed), 'its sealed texts do not add up'],
    [totals.findings >= findings.length && totals.unread >= of.unread.length, 'it names more than it counts'],
    [clean === (totals.findings === 0 && key.destroyed), 'it says clean where it is not, or the other way round'],
  ];
  return checks.filter(([holds]) => !holds).map(([, fault]) => fault);
}
