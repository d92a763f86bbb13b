import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startStack } from '../../runtime/stack/stack.ts';
import {
  bearer,
  givenKeys,
  type Longplay,
  processesOf,
  type Ready,
  removeHome,
  start,
  temporaryHome,
} from './longplay.ts';
import { paste, shellOf } from './readme.ts';
import { sendExamples } from './send-examples.ts';

const home = temporaryHome();
const running: Longplay[] = [];
afterAll(async () => {
  await Promise.all(running.map(longplay => longplay.stop('SIGKILL')));
  removeHome(home);
});

/** A server that was stopped, and the guard beside it, may take a moment to go. */
const noneIsLeft = () => expect.poll(() => processesOf(home), { timeout: 20_000 }).toEqual([]);

function run(command: string, parameters: string[], env: Record<string, string> = {}): Longplay {
  const longplay = start(command, parameters, { LONGPLAY_HOME: home, ...env });
  running.push(longplay);
  return longplay;
}

async function health(ready: Ready) {
  const response = await fetch(`${ready.api}/health/ready`);
  return { status: response.status, body: (await response.json()) as Record<string, never> };
}

type Told = { by: string; what: string };

async function read(ready: Ready, path: string) {
  const response = await fetch(`${ready.api}${path}`, { headers: bearer(ready.key) });
  expect([path, response.status]).toEqual([path, 200]);
  return (await response.json()) as { [field: string]: ReturnType<typeof JSON.parse> };
}

describe('npm start on a machine where nothing was started before', () => {
  let longplay: Longplay;
  let ready: Ready;

  it('ends in a ready line with the addresses of the three servers and the API', async () => {
    longplay = run('npm', ['start', '--silent']);
    ready = await longplay.ready();
    expect(ready).toMatchObject({
      api: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      kafka: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      registry: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/apis\/ccompat\/v7$/),
      postgres: expect.stringMatching(/^postgres:\/\/.*127\.0\.0\.1:\d+\//),
    });
  });

  it('warns of nothing', () => {
    expect(longplay.lines.filter(({ level }) => level !== 'info')).toEqual([]);
    expect(longplay.errors).toEqual([]);
  });

  it('is live and ready', async () => {
    expect((await fetch(`${ready.api}/health/live`)).status).toBe(200);
    const up = { status: 'up', ms: expect.any(Number) };
    expect(await health(ready)).toEqual({
      status: 200,
      body: { status: 'ready', servers: { kafka: up, registry: up, postgres: up, streams: up, projections: up } },
    });
  });

  it('opens the API to the key that it made for development, and to nobody else', async () => {
    expect(ready.key).toBe(readFileSync(join(home, 'api.key'), 'utf8').trim());
    expect(statSync(join(home, 'api.key')).mode & 0o777).toBe(0o600);
    expect((await fetch(`${ready.api}/orders`, { headers: bearer(ready.key) })).status).toBe(200);
    expect((await fetch(`${ready.api}/orders`)).status).toBe(401);
    expect(longplay.lines.filter(line => JSON.stringify(line).includes(ready.key))).toHaveLength(1);
  });

  it('has registered the schemas', async () => {
    const subjects = (await (await fetch(`${ready.registry}/subjects`)).json()) as string[];
    expect(subjects).toContain('longplay.orders-value');
  });

  it('takes the four orders of the README to their ends, each with its story', async () => {
    await paste(shellOf('Place an order'), ready.api, home);
    const ended = async () => {
      const { orders } = (await read(ready, '/orders')) as { orders: { orderId: string; status: string }[] };
      return orders.filter(({ status }) => ['DELIVERED', 'REJECTED', 'CANCELLED'].includes(status));
    };
    await expect.poll(ended, { timeout: 30_000, interval: 200 }).toHaveLength(4);
    // What led to an end comes from other read models, which may be behind the orders.
    await vi.waitFor(async () => {
      const orders = await Promise.all((await ended()).map(({ orderId }) => read(ready, `/orders/${orderId}`)));
      const byEnd = Object.fromEntries(orders.map(order => [`${order.status} ${order.rejection?.code ?? ''}`, order]));
      expect(Object.keys(byEnd).sort()).toEqual([
        'CANCELLED ',
        'DELIVERED ',
        'REJECTED declined',
        'REJECTED insufficient-stock',
      ]);
      const story = (end: string) => byEnd[end]?.story.map(({ by, what }: Told) => `${by} ${what}`);
      const delivered = ['PLACED', 'CONFIRMED', 'PACKED', 'DISPATCHED', 'DELIVERED'].map(what => `orders ${what}`);
      expect(story('DELIVERED ')).toEqual(expect.arrayContaining([...delivered, 'payments CAPTURED']));
      expect(byEnd['DELIVERED ']?.payment.captured).toEqual(byEnd['DELIVERED ']?.total);
      expect(story('REJECTED insufficient-stock')).toEqual(
        expect.arrayContaining(['allocations SHORT', 'orders REJECTING', 'orders REJECTED']),
      );
      expect(story('REJECTED declined')).toEqual(
        expect.arrayContaining(['payments DECLINED', 'allocations RELEASED', 'orders REJECTED']),
      );
      expect(story('CANCELLED ')).toEqual(expect.arrayContaining(['orders CANCELLING', 'orders CANCELLED']));
    });
    await expect
      .poll(() => read(ready, '/stock/blue-lp'), { timeout: 10_000 })
      .toMatchObject({ received: 10, consumed: 2, onHand: 8, reserved: 0 });
  });

  it('has told Anna by mail what became of her orders, each thing once', async () => {
    const told = async () => {
      const { mails } = (await (await fetch(`${ready.mailbox}/mails?to=anna@example.com`)).json()) as {
        mails: { subject: string; repeats: number }[];
      };
      return mails.map(({ subject, repeats }) => `${subject.replace(/order-\w+/, 'N')} +${repeats}`).sort();
    };
    const subjects = [
      'We cannot fulfil your order N',
      ...['cancelled', 'confirmed', 'on its way', 'packed'].map(what => `Your order N is ${what}`),
      'Your order N was delivered',
    ];
    await expect.poll(told, { timeout: 10_000, interval: 200 }).toEqual(subjects.map(subject => `${subject} +0`));
  });

  it('is asked by a command what the API is asked, and tells first how much of what that is', async () => {
    const { orders } = (await read(ready, '/orders')) as { orders: { orderId: string; status: string }[] };
    const ask = async (status: string, ...asked: string[]) => {
      const [what = '', ...rest] = asked;
      const id = orders.find(one => one.status === status)?.orderId ?? status;
      const command = run('node', ['cli/bin.js', 'orders', what, id, ...rest, '--reason', 'asked for by phone']);
      return [id, await command.exit(), command.output.join('; ')];
    };
    const [cancelled, sent] = await Promise.all([
      ask('CANCELLED', 'cancel'),
      ask('DELIVERED', 'return', '--line', '1:1'),
    ]);
    expect(cancelled).toEqual([expect.any(String), 1, expect.stringMatching(/ is CANCELLED .*: already-cancelled$/)]);
    expect(sent).toEqual([
      expect.any(String),
      0,
      expect.stringMatching(/ is DELIVERED .*1 to come back.*waits for what/),
    ]);
    const story = async () => ((await read(ready, `/orders/${sent[0]}`)).story as Told[]).map(({ what }) => what);
    await expect.poll(story, { timeout: 10_000, interval: 200 }).toContain('RETURNING');
  });

  it('answers the example of every operation as the OpenAPI document says', async () => {
    const { sent, told } = await sendExamples(ready);
    expect(told).toEqual([]);
    expect(sent).toBeGreaterThan(70);
  });

  it('refuses a second copy on the same home, naming the first', async () => {
    const second = run('node', ['cli/bin.js', 'up']);
    expect(await second.exit()).toBe(2);
    expect(second.errors.join('\n')).toMatch(/^error LP_STACK_LOCKED: .*process \d+/m);
  });

  it('leaves no process behind after SIGTERM', async () => {
    expect(processesOf(home)).not.toEqual([]);
    await longplay.stop('SIGTERM');
    await noneIsLeft();
    expect(longplay.lines.at(-1)?.msg).toBe('stopped');
  });
});

describe('longplay up on what is there', () => {
  let unreachable: Longplay;

  // It asks for 20 s: the specs before its own need not wait for that.
  beforeAll(() => {
    unreachable = run('node', ['cli/bin.js', 'up'], {
      LONGPLAY_HOME: join(home, 'unreachable'),
      KAFKA_BROKERS: '127.0.0.1:47',
      SCHEMA_REGISTRY_URL: 'http://127.0.0.1:47',
      DATABASE_URL: 'postgres://shop:open-sesame@127.0.0.1:47/shop',
      PAYMENT_URL: 'stand-in',
      MAIL_URL: 'stand-in',
      ...givenKeys,
    });
  });

  it('starts warm, turns red when a server dies, and still stops cleanly', async () => {
    const longplay = run('node', ['cli/bin.js', 'up']);
    const ready = await longplay.ready();
    expect(longplay.lines.find(({ msg }) => msg === 'topics are in place')).toMatchObject({ created: 0 });
    expect(ready.key).toBe(readFileSync(join(home, 'api.key'), 'utf8').trim());

    const [, server] = readFileSync(join(home, 'data/run/registry.pid'), 'utf8').trim().split('\n').map(Number);
    process.kill(server as number, 'SIGKILL');
    expect(await longplay.line(({ level }) => level === 'error')).toMatchObject({ code: 'LP_STACK_PART_ENDED' });
    expect(await health(ready)).toMatchObject({
      status: 503,
      body: {
        code: 'LP_API_NOT_READY',
        detail: expect.stringContaining('registry is down'),
        servers: { kafka: { status: 'up' }, registry: { status: 'down' }, postgres: { status: 'up' } },
      },
    });

    expect(await longplay.stop('SIGINT')).toBe(0);
    await noneIsLeft();
  });

  it('starts over with --fresh beside a given server, and stops when npx, which started it, is told to stop', async () => {
    const elsewhere = temporaryHome();
    const given = await startStack({
      home: elsewhere,
      start: { kafka: false, registry: false, postgres: true },
      ports: { postgres: 0 },
      onProgress: () => {},
    });
    try {
      const longplay = run('npx', ['longplay', 'up', '--fresh'], { DATABASE_URL: given.databaseUrl ?? '' });
      const ready = await longplay.ready();
      expect(longplay.lines.find(({ msg }) => msg === 'topics are in place')).not.toMatchObject({ created: 0 });
      expect((await health(ready)).status).toBe(200);
      expect(new URL(ready.postgres).port).toBe(new URL(given.databaseUrl ?? '').port);
      const processes = processesOf(home).join('\n');
      expect(processes).toMatch(/java/);
      expect(processes).not.toMatch(/postgres/);
      await longplay.stop('SIGTERM');
      await noneIsLeft();
      expect(longplay.lines.at(-1)?.msg).toBe('stopped');
      expect(given.pids.postgres).toBeDefined();
    } finally {
      await given.stop();
      removeHome(elsewhere);
    }
  });

  it('says which given servers do not answer', async () => {
    expect(await unreachable.exit()).toBe(2);
    const error = unreachable.errors.join('\n');
    expect(error).toMatch(/^error LP_SERVERS_UNREACHABLE: .*KAFKA_BROKERS.*SCHEMA_REGISTRY_URL.*DATABASE_URL/m);
    expect(error).toMatch(/^remedy: /m);
    expect(error + JSON.stringify(unreachable.lines)).not.toContain('open-sesame');
  });

  it('takes no payments by a stand-in on a given Kafka, unless it is told to', async () => {
    const longplay = run('node', ['cli/bin.js', 'up'], { KAFKA_BROKERS: '127.0.0.1:47' });
    expect(await longplay.exit()).toBe(2);
    expect(longplay.errors.join('\n')).toMatch(/^error LP_PAYMENT_URL_MISSING: .*\nremedy: /m);
  });

  it('sends no mails to a stand-in on a given Kafka, unless it is told to', async () => {
    const given = { KAFKA_BROKERS: '127.0.0.1:47', PAYMENT_URL: 'stand-in' };
    const longplay = run('node', ['cli/bin.js', 'up'], given);
    expect(await longplay.exit()).toBe(2);
    expect(longplay.errors.join('\n')).toMatch(/^error LP_MAIL_URL_MISSING: .*\nremedy: /m);
  });

  it('opens no API on a given Kafka that nobody could ask, or everybody', async () => {
    const given = { KAFKA_BROKERS: '127.0.0.1:47', PAYMENT_URL: 'stand-in', MAIL_URL: 'stand-in' };
    const none = run('node', ['cli/bin.js', 'api'], given);
    const open = run('node', ['cli/bin.js', 'up'], { ...given, LONGPLAY_API_AUTH: 'off', HOST: '0.0.0.0' });
    expect([await none.exit(), await open.exit()]).toEqual([2, 2]);
    expect(none.errors.join('\n')).toMatch(/^error LP_API_AUTH_MISSING: .*\nremedy: .*longplay keys new/m);
    expect(open.errors.join('\n')).toMatch(/LONGPLAY_API_AUTH is off, and HOST is 0\.0\.0\.0/);
  });

  it('stops at once when it is asked to in the middle of a start', async () => {
    const longplay = run('node', ['cli/bin.js', 'up']);
    await longplay.line(({ part }) => part === 'kafka');
    expect(await longplay.stop('SIGTERM')).toBe(0);
    await noneIsLeft();
  });
});
