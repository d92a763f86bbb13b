import { parseSchemaFile } from '../../schemas/load.ts';
import type { Station } from '../../schemas/station.ts';
import { defaultPartitions, topics } from '../../schemas/topics.ts';
import { versionOfProgram } from '../version.ts';
import { channelsOf } from './channels.ts';
import { eventHeadersSchema, type Json, messagesOf } from './messages.ts';
import { operationsOf } from './operations.ts';

export type AsyncApiOptions = {
  /** Who reads and writes what (`topology` in streams/topology.ts). */
  readonly stations: readonly Station[];
  /** Before the name of every topic of this installation. Default `longplay`. */
  readonly prefix?: string;
  /** Of every topic of this installation. Default: what a new one has. */
  readonly partitions?: number;
};

/**
 * AsyncAPI 3.0 of the whole installation: a channel for each topic of the catalogue, an operation for each topic that a
 * processor, the API or the command line reads or writes. Made of the catalogue, the schemas and the topology alone.
 */
export function asyncApiDocument(options: AsyncApiOptions): Json {
  const { stations, prefix = 'longplay', partitions = defaultPartitions } = options;
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Longplay',
      version: versionOfProgram(),
      description:
        'The records of a music shop’s order fulfilment. Facts are read by whoever likes to; requests are sent through the API (OpenAPI: /openapi.json), which validates them, or by the processor that owns the step. Values are Avro in the Confluent wire format: a zero byte, the schema’s id in four bytes, the datum. Personal fields are ciphertext.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      tags: [
        { name: 'facts', description: 'What happened: compacted, kept for ever, written by one processor alone.' },
        { name: 'requests', description: 'What is asked or answered: kept until every reader is past it.' },
        ...stations.map(({ processor, owns }) => ({
          name: processor,
          description: `The processor that owns ${owns}.`,
        })),
        { name: 'api', description: 'The REST API.' },
        { name: 'cli', description: 'The command line, for operators.' },
      ],
    },
    defaultContentType: 'application/avro',
    servers: {
      kafka: {
        host: '{bootstrap}',
        protocol: 'kafka',
        title: 'Kafka',
        description:
          'The brokers of the installation (KAFKA_BROKERS). Transactions are used: read with read_committed.',
        variables: {
          bootstrap: { default: '127.0.0.1:9092', description: 'Where a client first asks, as host:port.' },
        },
      },
    },
    channels: channelsOf(topics, partitions),
    operations: operationsOf(topics, stations),
    components: {
      parameters: {
        prefix: {
          default: prefix,
          description: 'Of the installation: one prefix names its topics, groups and transactional ids.',
        },
      },
      schemas: { EventHeaders: eventHeadersSchema },
      messages: messagesOf(topics, parseSchemaFile),
    },
  };
}
