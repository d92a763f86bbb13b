import type { Position } from '../port.ts';
import { bytesReader, bytesWriter } from './bytes.ts';
import { logErrorFromCode } from './errors.ts';
import { type Broker, type RequestKind, sendRaw } from './internals.ts';

const DELETE_RECORDS: RequestKind = { name: 'DeleteRecords', key: 21, version: 1 };
const TIMEOUT_MS = 5_000;

/**
 * Deletes the records of one partition below a position (KIP-107), asked of its leader. kafkajs' own way fails on
 * topics whose metadata it has not loaded.
 */
export async function deleteRecordsBelow(leader: Broker, { topic, partition, offset }: Position): Promise<void> {
  const request = bytesWriter().int32(1).string(topic).int32(1).int32(partition).int64(offset).int32(TIMEOUT_MS);
  const code = await sendRaw(leader, DELETE_RECORDS, request.done(), answer => {
    const reader = bytesReader(answer);
    reader.int32(); // throttle time
    const codes = reader.array(() => {
      reader.string();
      return reader.array(() => {
        reader.int32();
        reader.int64(); // the new low watermark
        return reader.int16();
      });
    });
    return codes.flat()[0] ?? -1;
  });
  if (code !== 0) throw logErrorFromCode(code, `Deleting records of ${topic}[${partition}] below ${offset}`);
}
