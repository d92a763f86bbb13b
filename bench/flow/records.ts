import type { Log } from '../../runtime/log/port.ts';
import { topics } from '../../schemas/topics.ts';

export type Written = { readonly kind: string; readonly records: number; readonly bytes: number };

/** What lies on the topics of a shop, by their kind. */
export async function written(log: Log, prefix: string): Promise<readonly Written[]> {
  const found = await Promise.all(
    topics.map(async ({ name, kind }) => {
      let records = 0;
      let bytes = 0;
      for (const { topic, partition, start } of await log.admin.offsets(`${prefix}.${name}`)) {
        for await (const batch of log.readPartition({ from: { topic, partition, offset: start } })) {
          records += batch.records.length;
          for (const { value } of batch.records) bytes += value?.length ?? 0;
        }
      }
      return { kind: kind as string, records, bytes };
    }),
  );
  return [...Map.groupBy(found, ({ kind }) => kind)].map(([kind, list]) => ({
    kind,
    records: list.reduce((sum, one) => sum + one.records, 0),
    bytes: list.reduce((sum, one) => sum + one.bytes, 0),
  }));
}

/** What has come since then. */
export const since = (now: readonly Written[], then: readonly Written[]): readonly Written[] =>
  now.map(({ kind, records, bytes }) => {
    const before = then.find(one => one.kind === kind);
    return { kind, records: records - (before?.records ?? 0), bytes: bytes - (before?.bytes ?? 0) };
  });
