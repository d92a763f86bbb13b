import type { ErasureFact } from '../../runtime/erasure/scan.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { partitionFor } from '../../runtime/log/partitioner.ts';
import type { LogRecord } from '../../runtime/log/port.ts';
import { presentRecords } from '../../runtime/log/present.ts';
import { topicName } from '../../runtime/topics/spec.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { Connection } from '../connect/connection.ts';

const CUSTOMERS = 'customers';

/**
 * What customers has said of one of them last, as the log has it: the read model may be behind, and knows no offset.
 *
 * @throws LP_ERASURE_CUSTOMER_UNKNOWN
 */
export async function erasureFact(
  { log, prefix, wire }: Pick<Connection, 'log' | 'prefix' | 'wire'>,
  customerId: string,
  signal: AbortSignal,
): Promise<ErasureFact> {
  const topic = topicName(prefix, CUSTOMERS);
  const key = Buffer.from(customerId);
  const ends = await log.admin.offsets(topic);
  const own = ends.find(({ partition }) => partition === partitionFor(key, ends.length));
  let last: LogRecord | undefined;
  if (own !== undefined) {
    for await (const records of presentRecords(log, own, { signal })) {
      last = records.findLast(record => record.key?.equals(key) === true) ?? last;
    }
  }
  // It ends early where it is stopped, and what it has found then is not the last.
  signal.throwIfAborted();
  if (last === undefined || last.value === null) {
    throw new LongplayError('LP_ERASURE_CUSTOMER_UNKNOWN', `No fact names the customer ${customerId}.`);
  }
  const reader = wire.reader(CUSTOMERS);
  await reader.prepare([last.value]);
  const { version, status, erasure } = reader.decode(last.value) as unknown as Customer;
  return {
    topic,
    partition: last.partition,
    offset: Number(last.offset),
    version,
    status,
    requestedAt: erasure?.since ?? null,
    keyDestroyedAt: erasure?.keyDestroyedAt ?? null,
  };
}
