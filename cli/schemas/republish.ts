import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { createCodec } from '../../runtime/codec/codec.ts';
import type { Log } from '../../runtime/log/port.ts';
import type { SchemaRegistry } from '../../runtime/registry/client.ts';
import { valueSubject } from '../../runtime/registry/register.ts';
import { eventHeaders } from '../../runtime/tasks/records.ts';
import { topicName } from '../../runtime/topics/spec.ts';
import { schemaText } from '../../schemas/load.ts';
import type { Operation } from '../../schemas/types/operations.ts';

export type Republishing = {
  readonly log: Log;
  readonly registry: SchemaRegistry;
  readonly prefix: string;
  /** The processor that alone writes the topic. */
  readonly owner: string;
  /** With the prefix. */
  readonly topic: string;
  /** Only facts that are written with this schema. */
  readonly id: number;
};

/** Asks the owner, on each partition, to write such facts anew: only their versions change. */
export async function askToRepublish({ log, registry, prefix, owner, topic, id }: Republishing): Promise<void> {
  const operations = topicName(prefix, `${owner}.operations`);
  const text = schemaText({ schema: 'operations' });
  const registered = await registry.register(valueSubject(operations), text);
  const encoder = createCodec({ schemas: registry }).writer<Operation>(text, registered);
  const partitions = await log.admin.offsets(topic);
  const records = partitions.map(({ partition }) => {
    const operation = republish(id, partition);
    return {
      topic: operations,
      partition,
      key: Buffer.from(operation.target),
      value: encoder.encode(operation),
      headers: eventHeaders(operation.event, `/${prefix}/cli`, operation.target),
    };
  });
  const writer = await log.writer();
  try {
    await writer.append(records);
  } finally {
    await writer.close();
  }
}

function republish(schemaId: number, partition: number): Operation {
  const id = randomUUID();
  return {
    event: {
      id,
      type: 'longplay.operation.republish',
      time: Date.now(),
      causes: [],
      correlationId: id,
      actor: { kind: 'OPERATOR', id: userInfo().username },
    },
    target: `partition-${partition}`,
    type: 'REPUBLISH',
    reason: `The schema with the id ${schemaId} is to be retired.`,
    retry: null,
    edit: null,
    discard: null,
    pause: null,
    resume: null,
    republish: { key: null, schemaIds: [schemaId] },
    repair: null,
  };
}
