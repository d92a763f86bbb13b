import { randomUUID } from 'node:crypto';
import { fastify } from 'fastify';
import { Kafka, logLevel } from 'kafkajs';
import { connectPostgres } from '../../runtime/postgres/connect.ts';

/** Three bare routes: one that awaits one send of kafkajs, one without Kafka, and a read by key. Prints its URL. */
const env = (name: string): string => process.env[name] ?? '';
const topic = env('BENCH_TOPIC');
const kafka = new Kafka({ brokers: env('KAFKA_BROKERS').split(','), logLevel: logLevel.ERROR });
const producer = kafka.producer({ allowAutoTopicCreation: false });
await producer.connect();
const sql = connectPostgres({ url: env('DATABASE_URL'), tls: 'disable', name: 'bench-api-peer' });
const app = fastify();

app.post('/with-kafka', async (request, reply) => {
  const id = randomUUID();
  await producer.send({ topic, acks: -1, messages: [{ key: id, value: JSON.stringify(request.body) }] });
  return reply.code(202).send({ id });
});
app.post('/without-kafka', async (_request, reply) => reply.code(202).send({ id: randomUUID() }));
app.get<{ Params: { id: string } }>('/read/:id', async ({ params }, reply) => {
  const [row] = await sql`select * from longplay_views.products where sku = ${params.id}`;
  return row === undefined ? reply.code(404).send() : row;
});

process.stdout.write(`${await app.listen({ host: '127.0.0.1', port: 0 })}\n`);
process.once('SIGTERM', async () => {
  await app.close();
  await producer.disconnect();
  await sql.end();
  process.exit(0);
});
