import { parseArgs } from 'node:util';
import avsc, { type Type } from 'avsc';
import { createCodec } from '../../runtime/codec/codec.ts';
import type { Reader } from '../../runtime/codec/reader.ts';
import { createSealer } from '../../runtime/codec/sealer.ts';
import { createMemoryVault } from '../../runtime/vault/memory.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { type Contender, interleave, report } from '../measure.ts';
import { fatOrder, orderSchema, otherSchema } from './order.ts';

const ids = { order: 1, other: 2 };
const different = 64;

/**
 * `npm run bench -- codec [--rounds N] [--each N]`: our codec against bare avsc on the same records, in turn in one run.
 * Bare avsc is `toBuffer` and `fromBuffer` with a resolver made once: no frame, no undeclared fields, no sealing.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { rounds: { type: 'string', default: '151' }, each: { type: 'string', default: '1000' } },
  });
  const bench = await prepare(Number(values.each));
  const rounds = Number(values.rounds);
  await warmUp(bench);
  for (const [title, contenders] of groups(bench)) report(title, 'records', await interleave(contenders, rounds));
}

type Bench = Awaited<ReturnType<typeof prepare>>;

async function prepare(each: number) {
  const codec = createCodec({
    schemas: { schemaById: async id => (id === ids.order ? orderSchema : otherSchema) },
  });
  const sealer = createSealer<Order>(orderSchema, createMemoryVault());
  const writer = codec.writer<Order>(orderSchema, ids.order);
  const bare = bareType(orderSchema);
  const orders = (personal: boolean) => Array.from({ length: different }, (_, number) => fatOrder(number, personal));
  const [plain, personal] = [orders(false), orders(true)];
  const sealed = await Promise.all(personal.map(order => sealer.seal(order)));
  const framed = plain.map(order => writer.encode(order));
  const framedSealed = sealed.map(order => writer.encode(order));
  const [same, other] = [codec.reader<Order>(orderSchema), codec.reader<Order>(otherSchema)];
  await Promise.all([same.prepare(framed), other.prepare(framed)]);
  return { each, sealer, writer, bare, plain, personal, sealed, framed, framedSealed, same, other };
}

function bareType(schema: string): Type {
  return avsc.Type.forSchema(JSON.parse(schema));
}

/** One contender's work: each of the records in turn, so many times in all. */
function over<T>(name: string, { each }: Bench, records: readonly T[], one: (record: T) => unknown): Contender {
  return {
    name,
    work: async () => {
      for (let n = 0; n < each; n++) one(records[n % different] as T);
      return each;
    },
  };
}

function groups(bench: Bench): [title: string, contenders: Contender[]][] {
  const { bare, writer, same, plain, sealed, framed, framedSealed } = bench;
  const otherType = bareType(otherSchema);
  const resolver = otherType.createResolver(bare, { ignoreNamespaces: true });
  const bodies = framed.map(bytes => bytes.subarray(5));
  const sealedBodies = framedSealed.map(bytes => bytes.subarray(5));
  const size = (list: readonly Buffer[]) =>
    `${Math.round(list.reduce((sum, { length }) => sum + length, 0) / different)} B`;
  return [
    [
      `Encode, nothing personal (${size(framed)})`,
      [
        over('bare avsc', bench, plain, order => bare.toBuffer(order)),
        over('bare avsc, isValid first', bench, plain, order => validated(bare, order)),
        over('codec', bench, plain, order => writer.encode(order)),
      ],
    ],
    [
      'Decode, nothing personal, the same schema',
      [
        over('bare avsc', bench, bodies, bytes => bare.fromBuffer(bytes)),
        over('codec', bench, framed, bytes => same.decode(bytes)),
      ],
    ],
    [
      'Decode, nothing personal, another schema',
      [
        over('bare avsc, resolver', bench, bodies, bytes => otherType.fromBuffer(bytes, resolver)),
        over('codec', bench, framed, bytes => bench.other.decode(bytes)),
      ],
    ],
    [
      `Encode, six personal fields sealed before (${size(framedSealed)})`,
      [
        over('bare avsc', bench, sealed, order => bare.toBuffer(order)),
        over('codec', bench, sealed, order => writer.encode(order)),
      ],
    ],
    [
      'Decode, six personal fields left sealed',
      [
        over('bare avsc, the same schema', bench, sealedBodies, bytes => bare.fromBuffer(bytes)),
        over('codec, the same schema', bench, framedSealed, bytes => same.decode(bytes)),
        over('bare avsc, another schema', bench, sealedBodies, bytes => otherType.fromBuffer(bytes, resolver)),
        over('codec, another schema', bench, framedSealed, bytes => bench.other.decode(bytes)),
      ],
    ],
    ...edge(bench),
  ];
}

/** Where personal data enters and leaves: the API and the gateways, not the processors. */
function edge(bench: Bench): [title: string, contenders: Contender[]][] {
  const { bare, writer, sealer, same, personal, framedSealed } = bench;
  const each = Math.ceil(bench.each / 5);
  const plainBodies = personal.map(order => bare.toBuffer(order));
  const page = framedSealed.slice(0, 32);
  return [
    [
      'Seal six personal fields and encode',
      [
        over('bare avsc, plain text', { ...bench, each }, personal, order => bare.toBuffer(order)),
        {
          name: 'codec and sealer',
          work: () => repeat(each, async n => writer.encode(await sealer.seal(personal[n % different] as Order))),
        },
      ],
    ],
    [
      'Decode and open six personal fields',
      [
        over('bare avsc, plain text', { ...bench, each }, plainBodies, bytes => bare.fromBuffer(bytes)),
        { name: 'codec and sealer, one', work: () => repeat(each, n => sealer.open([decode(same, framedSealed, n)])) },
        {
          name: 'codec and sealer, 32 at once',
          work: async () => {
            const pages = await repeat(Math.ceil(each / 32), () => sealer.open(page.map(bytes => same.decode(bytes))));
            return pages * page.length;
          },
        },
      ],
    ],
  ];
}

function decode(reader: Reader<Order>, list: readonly Buffer[], n: number): Order {
  return reader.decode(list[n % different] as Buffer);
}

async function repeat(times: number, work: (n: number) => Promise<unknown>): Promise<number> {
  for (let n = 0; n < times; n++) await work(n);
  return times;
}

function validated(type: Type, order: Order): Buffer {
  if (!type.isValid(order, { noUndeclaredFields: true })) throw new Error('not valid');
  return type.toBuffer(order);
}

/** A process that has run for a while has met every path of the codec: so each is met before the first is measured. */
async function warmUp(bench: Bench): Promise<void> {
  for (const [, contenders] of groups({ ...bench, each: 3_000 })) for (const { work } of contenders) await work();
}
