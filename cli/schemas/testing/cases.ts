import type { HospitalCase } from '../../../schemas/types/hospital.ts';

/** A value whose bytes are of no matter: only its schema's id is looked at. */
export function valueWith(id: number): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeInt32BE(id, 1);
  return bytes;
}

type Parked = { readonly topic: string; readonly offset: number; readonly value: Buffer | null };

/** A case that waits for a person, because of a record of partition 0; `topic` without the prefix. */
export function caseOf(caseId: string, { topic, offset, value }: Parked): HospitalCase {
  const at = { topic, partition: 0, offset, timestamp: 0, key: Buffer.from('k'), value };
  const id = `${caseId}-1`;
  const actor = { kind: 'PROCESSOR', id: 'catalogue' } as const;
  return {
    event: { id, type: 'longplay.case.admitted', time: 0, causes: [], correlationId: id, actor },
    caseId,
    version: 1,
    status: 'WAITING',
    processor: 'catalogue',
    processorVersion: '0.1.0',
    source: 'RECORD',
    record: { ...at, headers: [], headersDropped: 0, schemaId: value === null ? null : value.readInt32BE(1) },
    effect: null,
    deadline: null,
    blockedKey: 'k',
    admission: 1,
    blockedBy: null,
    ownVersion: null,
    error: null,
    group: 'g',
    attempts: 1,
    admittedAt: 0,
    failedAt: 0,
    retryAt: null,
    closedAt: null,
    originalValue: null,
    treatments: [],
    treatmentsDropped: 0,
    standing: null,
  };
}
