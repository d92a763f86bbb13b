import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { loadSettings } from '../../runtime/config/settings.ts';
import { openCaseBook } from '../../runtime/hospital/treatment/case-book.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import type { Processor } from '../../runtime/tasks/definition.ts';
import { operationsOf } from '../../runtime/tasks/ward.ts';
import { processors } from '../../streams/topology.ts';
import { createShopTopics, type Shop, startShop } from '../../test/topology/shop.ts';
import { planOrder } from '../load/plan.ts';
import { openWorld, type World } from '../log/testing/drill.ts';
import { main } from '../longplay.ts';
import { askIn } from '../orders/ask-order.ts';
import { ask, withHospital } from './shop.ts';
import { hit, names, ORDERS, product, provider, SEED } from './testing/seeded-orders.ts';

/**
 * A release with a bug: the decider of the orders throws for one product. The commands as people call them, on a real
 * broker, registry and Postgres; the same orders once without the bug, once with it, cured by the retry of its group.
 */
const stamp = Date.now().toString(36);
const [sound, buggy] = [`sound-${stamp}`, `buggy-${stamp}`];
const log = createKafkajsLog({
  brokers: inject('kafkaBrokers'),
  clientId: buggy,
  logger: createLogger({ level: 'silent' }),
});
/** The shop's processors, with the bug. */
const release: readonly Processor[] = processors.map(processor =>
  processor.name === 'orders' ? ({ ...processor, decide: withBug(processor.decide) } as Processor) : processor,
);

const load = ['load', '--orders', String(ORDERS), '--rate', '60', '--seed', String(SEED), '--json'];
let world: World;
let shop: Shop | undefined;

beforeAll(async () => {
  const servers = { brokers: inject('kafkaBrokers'), registryUrl: inject('registryUrl') };
  world = await openWorld({ ...servers, databaseUrl: inject('databaseUrl') }, buggy);
  for (const prefix of [sound, buggy]) await createShopTopics(log, prefix, 1);
}, 120_000);

afterAll(async () => {
  await shop?.stop();
  await log.close();
  await world.close();
});

/** A registry on a busy machine may not answer forty registrations at once. */
const wireOf = (prefix: string) => vi.waitFor(() => world.wire(prefix), { timeout: 90_000, interval: 200 });
const start = async (prefix: string, program = processors): Promise<Shop> =>
  startShop(log, prefix, await wireOf(prefix), provider, undefined, program);
const run = (...argv: string[]) => world.run(world.envOf(buggy), ...argv);

function withBug(decide: Processor['decide']): Processor['decide'] {
  return (state, input, context) => {
    const { lines = [] } =
      ('value' in input ? (input.value as { place?: { lines?: { sku: string }[] } }).place : null) ?? {};
    if (lines.some(({ sku }) => sku === product)) throw new TypeError('Cannot divide by the number of discs');
    return decide(state, input, context);
  };
}

describe('a bug that was deployed', () => {
  it('is one cause with its cases; fixed, its group is retried, and the totals are those without the bug', async () => {
    shop = await start(sound);
    const without = await world.run(world.envOf(sound), ...load, '--patience', '60');
    expect(without.exitCode).toBe(0);
    await shop?.stop();

    shop = await start(buggy, release);
    const stuck = await run(...load, '--patience', '6');
    expect(stuck.exitCode).toBe(1);
    const hurt = hit(SEED).length;
    expect(JSON.parse(stuck.printed)).toMatchObject({ states: { NOT_SEEN: hurt } });

    const listed = await run('hospital', 'list', '--json');
    expect(listed.exitCode).toBe(1);
    const { groups } = JSON.parse(listed.printed);
    expect(groups).toMatchObject([
      { processor: 'orders', code: 'LP_TASK_POISON', cases: hurt, keysBlocked: hurt, retrying: 0 },
    ]);
    expect(groups[0].frame).toContain('bug.int.spec.ts');
    const { group, example } = groups[0];
    const text = (await run('hospital', 'list')).printed;
    expect(text).toContain('Cannot divide by the number of discs');

    // A dry run is this program's, which has no bug.
    const dry = await run('hospital', 'retry', example, '--dry-run');
    expect(dry.exitCode).toBe(0);
    expect(dry.printed).toContain(`${example} would heal`);
    expect(dry.printed).toContain('fact to orders');
    expect(dry.printed).toMatch(/row of orders \(orders\): \{.*"order_id":/);

    const shown = JSON.parse((await run('hospital', 'show', example, '--json')).printed);
    expect(shown).toMatchObject({ status: 'WAITING', state: null, read: { value: { type: 'PLACE' } } });
    const again = await run('hospital', 'retry', example, '--reason', 'is it still there?', '--json');
    expect(again.exitCode).toBe(1);
    expect(JSON.parse(again.printed).result).toMatchObject({ ended: true, healed: 0, back: 1 });

    await shop?.stop();
    shop = await start(buggy);
    const healed = await run(
      'hospital',
      'retry',
      '--group',
      group,
      '--reason',
      'fixed',
      '--per-second',
      '20',
      '--json',
    );
    expect(JSON.parse(healed.printed).result).toMatchObject({ ended: true, healed: hurt, back: 0, total: hurt });
    expect(healed.exitCode).toBe(0);
    expect((await run('hospital', 'list')).exitCode).toBe(0);

    const after = await run(...load, '--patience', '60');
    expect(after.exitCode).toBe(0);
    const { states, reasons, ordered, captured, refunded } = JSON.parse(without.printed);
    expect(JSON.parse(after.printed)).toMatchObject({ states, reasons, ordered, captured, refunded, atRest: ORDERS });
  }, 240_000);

  it('given a request that nobody can read, when it is edited or discarded, then its key goes on, and the case tells', async () => {
    const writer = await log.writer();
    const key = Buffer.from('order-edited');
    await writer.append([{ topic: `${buggy}.order-requests`, key, value: Buffer.from('scratched') }]);
    await writer.append([
      { topic: `${buggy}.order-requests`, key: Buffer.from('order-gone'), value: Buffer.from('x') },
    ]);
    await writer.close();
    const caseOf = async (blocked: string): Promise<{ caseId: string; status: string } | undefined> =>
      JSON.parse((await run('hospital', 'list', '--key', blocked, '--closed', '--json')).printed).cases[0];
    await expect.poll(() => caseOf('order-edited'), { timeout: 30_000 }).toMatchObject({ status: 'WAITING' });
    await expect.poll(() => caseOf('order-gone'), { timeout: 30_000 }).toMatchObject({ status: 'WAITING' });
    const { caseId } = (await caseOf('order-edited')) as { caseId: string };
    expect((await run('hospital', 'show', caseId)).printed).toContain('name no schema');

    const file = world.folder('value.json');
    writeFileSync(file, '{"type": "PLACE"}');
    const refused = await run('hospital', 'edit', caseId, file, '--reason', 'try');
    expect(refused).toMatchObject({ exitCode: 2, said: expect.stringContaining('LP_HOSPITAL_VALUE_UNUSABLE') });
    const of = { orderId: 'order-edited', customerId: null, bodyHash: null, restsOn: [] };
    const cancel = { ...of, type: 'CANCEL', place: null, return: null };
    const event = {
      id: 'edited-1',
      type: 'longplay.order.cancel',
      time: Date.now(),
      causes: [],
      correlationId: 'order-edited',
      actor: null,
    };
    writeFileSync(file, JSON.stringify({ event, ...cancel, cancel: { reasonCode: 'changed-mind', reason: null } }));
    const edited = await run('hospital', 'edit', caseId, file, '--reason', 'as on the phone');
    expect(edited.said + edited.printed).toContain('1 healed');
    expect(await caseOf('order-edited')).toMatchObject({
      status: 'HEALED',
      treatments: [{ action: 'EDIT', reason: 'as on the phone', result: 'healed', actor: { kind: 'OPERATOR' } }],
    });

    const gone = (await caseOf('order-gone')) as { caseId: string };
    expect((await run('hospital', 'discard', gone.caseId, '--reason', ' ')).exitCode).toBe(2);
    expect((await run('hospital', 'discard', gone.caseId, '--reason', 'a test of the phone line')).exitCode).toBe(0);
    expect(await caseOf('order-gone')).toMatchObject({ status: 'DISCARDED' });
    expect((await run('hospital', 'retry', gone.caseId, '--reason', 'no')).printed).toContain('closed already');
  }, 120_000);

  it('given a fact that is wrong, when its owner is asked to repair it, then it says the right one', async () => {
    const read = await run('streams', 'fact', 'catalogue', product);
    const fact = JSON.parse(read.printed);
    const file = world.folder('fact.json');
    writeFileSync(file, JSON.stringify({ ...fact, title: 'As on the sleeve' }));
    const repair = ['streams', 'repair', 'catalogue', product, file, '--reason', 'read off the sleeve'] as const;
    const done = await run(...repair);
    expect(done).toMatchObject({ exitCode: 0, printed: expect.stringContaining(`version ${fact.version + 1} now`) });
    expect(await run(...repair)).toMatchObject({
      exitCode: 1,
      printed: expect.stringContaining('refused: another fact'),
    });
    const now = JSON.parse((await run('streams', 'fact', 'catalogue', product)).printed);
    expect(now).toMatchObject({ title: 'As on the sleeve', event: { actor: { kind: 'OPERATOR' } } });
    expect(await run('streams', 'fact', 'catalogue', 'no-such')).toMatchObject({ exitCode: 1, printed: '' });
  }, 60_000);

  const orders = async (...argv: string[]) => {
    const { exitCode, said, printed } = await run('orders', ...argv, '--json');
    return { exitCode, said, told: JSON.parse(printed) };
  };
  const delivered = Array.from({ length: ORDERS }, (_, index) => planOrder(names, index)).find(
    ({ sendsBack, deliveryFails, customerId }) =>
      sendsBack === null && !deliveryFails && !customerId.startsWith('declined-'),
  ) as ReturnType<typeof planOrder>;

  it('given a cancel or a return, then it is done once however often it is asked for, and one document tells of it', async () => {
    const { orderId, lines } = delivered;
    expect(await orders('cancel', 'no-such', '--reason', 'phone')).toEqual({
      exitCode: 1,
      said: 'There is no order no-such.\n',
      told: { orderId: 'no-such', status: null, asked: false },
    });
    const all = lines.map(({ quantity }, index) => ({ line: index + 1, quantity }));
    const dry = await orders('return', orderId, '--all', '--dry-run');
    expect(dry).toMatchObject({ exitCode: 0, told: { status: 'DELIVERED', asked: false, lines: all } });

    // Not waited for; asked again, the answer is that of the one request.
    const late = ['cancel', orderId, '--reason', 'too late', '--patience'];
    const { requestId } = (await orders(...late, '0.001')).told;
    const refused = { requestId, answer: { requestId, accepted: false, reason: 'already-dispatched' } };
    expect(await orders(...late, '60', '--request-id', requestId)).toMatchObject({ exitCode: 1, told: refused });
    const { requests } = JSON.parse((await run('streams', 'fact', 'orders', orderId)).printed);
    expect(requests.filter(({ id }: { id: string }) => id === requestId)).toHaveLength(1);

    const back = ['return', orderId, '--reason', 'scratched', '--line'];
    const first = await orders(...back, '1');
    expect(first).toMatchObject({
      exitCode: 0,
      told: { asked: true, lines: all.slice(0, 1), answer: { accepted: true } },
    });
    const { requestId: id } = first.told;
    const again = { status: 'RETURNING', asked: false, requestId: id, answer: { accepted: true } };
    expect(await orders(...back, '1', '--request-id', id)).toMatchObject({ exitCode: 0, told: again });
    const other = { asked: false, answer: { accepted: false, reason: 'idempotency-key-reused' } };
    expect(await orders(...back, '1:1', '--request-id', id)).toMatchObject({ exitCode: 1, told: other });

    // Nobody can read what the order answers: the id is told all the same.
    const cancel = { orderId, wanted: { what: 'cancel' }, reasonCode: 'x', reason: 'x', requestId: null } as const;
    const printed: string[] = [];
    const quiet = { env: {}, stdout: { write: (text: string) => printed.push(text) }, stderr: { write: () => true } };
    const settings = loadSettings(world.envOf(buggy));
    const failing = withHospital(settings, quiet as never, ['order-requests'], hospital => {
      const { connection } = hospital;
      const readPartition: typeof connection.log.readPartition = options => {
        if (options.from.topic.endsWith('.outcomes')) throw new Error('gone');
        return connection.log.readPartition(options);
      };
      const broken = { ...hospital, connection: { ...connection, log: { ...connection.log, readPartition } } };
      return askIn(broken, { ...cancel, dryRun: false, patience: 60_000, json: true }, quiet as never);
    });
    await expect(failing).rejects.toThrow('gone');
    const { requestId: lost, ...rest } = JSON.parse(printed.join(''));
    expect(rest).toMatchObject({ asked: true, answer: null, text: expect.stringContaining(`--request-id ${lost}`) });

    const none = `Nothing of line 1 of ${orderId} is left to come back`;
    expect(await orders(...back, '1')).toMatchObject({
      exitCode: 1,
      said: expect.stringContaining(none),
      told: { status: 'RETURNING', asked: false, text: expect.stringContaining(none) },
    });
  }, 120_000);

  it('given a command that is stopped before it asks, then nothing is asked, and it says so', async () => {
    const ends = async (topic: string) => (await log.admin.offsets(`${buggy}.${topic}`)).map(({ end }) => end);
    const before = await Promise.all(['order-requests', 'shipping.operations'].map(ends));
    const said: string[] = [];
    let stop = (_: Error): void => undefined;
    // Whoever reads what it prints goes away as soon as it has told how the order stands.
    const stdout = {
      on: (_: string, gone: typeof stop) => {
        stop = gone;
      },
      write: () => stop(Object.assign(new Error('EPIPE'), { code: 'EPIPE' })),
    };
    const context = { env: world.envOf(buggy), stdout, stderr: { write: (text: string) => said.push(text) } };
    const cancel = ['orders', 'cancel', delivered.orderId, '--reason', 'too late'];
    expect(await main(cancel, context as never)).toBe(2);
    expect(said.join('')).toMatch(
      /^error LP_CLI_INTERRUPTED: Stopped \(EPIPE\) before anything was asked\.\nremedy: .*\n$/,
    );

    const signal = AbortSignal.abort(new Error('SIGINT'));
    const resume = { what: 'resume', processor: 'shipping', reason: 'over' } as const;
    const settings = loadSettings(world.envOf(buggy));
    const asked = withHospital(settings, context as never, [operationsOf('shipping')], async hospital =>
      ask({ ...hospital, signal }, await openCaseBook(hospital.connection, ['shipping']), resume, 0),
    );
    await expect(asked).rejects.toThrow('SIGINT');
    expect(await Promise.all(['order-requests', 'shipping.operations'].map(ends))).toEqual(before);
  }, 60_000);

  it('given a processor that is paused, then the list says so, until it is resumed', async () => {
    expect((await run('streams', 'pause', 'shipping', '--reason', 'stocktaking')).exitCode).toBe(0);
    const paused = await run('hospital', 'list');
    expect(paused.exitCode).toBe(1);
    expect(paused.printed).toMatch(/shipping\[0\] is paused since .*: stocktaking\n/);
    const status = await run('streams', 'status');
    expect(status).toMatchObject({
      exitCode: 1,
      printed: expect.stringMatching(/shipping\[0\] is paused .*\n {2}to let it/),
    });
    expect((await run('streams', 'resume', 'shipping')).exitCode).toBe(0);
    expect((await run('hospital', 'list')).exitCode).toBe(0);
  }, 60_000);
});
