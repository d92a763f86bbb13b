import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { createKafkajsLog } from '../log/kafkajs/log.ts';
import { connectPostgres } from '../postgres/connect.ts';
import { freePort } from '../stack/ports.ts';
import { createHealth } from './health.ts';
import { createLogger } from './logger.ts';
import { kafkaProbe, postgresProbe, registryProbe } from './probes.ts';

const logger = createLogger({ level: 'silent' });
const closing: (() => Promise<unknown>)[] = [];
afterAll(() => Promise.all(closing.map(close => close())));

function kafka(brokers: string[]) {
  const log = createKafkajsLog({ brokers, clientId: 'probes', logger });
  closing.push(() => log.close());
  return kafkaProbe(log.admin);
}

function postgres(url: string) {
  const sql = connectPostgres({ url, tls: 'disable', name: 'probes', connections: 1 });
  closing.push(() => sql.end({ timeout: 1 }));
  return postgresProbe(sql);
}

describe('the probes', () => {
  it('find the real servers up', async () => {
    const probes = [
      kafka(inject('kafkaBrokers')),
      registryProbe({ url: inject('registryUrl'), auth: null }),
      postgres(inject('databaseUrl')),
    ];
    const report = await createHealth({ probes, timeout: 10_000 }).check();
    expect(report).toMatchObject({ ready: true });
    expect(Object.keys(report.servers)).toEqual(['kafka', 'registry', 'postgres']);
  });

  it('find servers down that do not exist', async () => {
    const nobody = await freePort();
    const probes = [
      kafka([`127.0.0.1:${nobody}`]),
      registryProbe({ url: `http://127.0.0.1:${nobody}`, auth: null }),
      postgres(`postgres://shop@127.0.0.1:${nobody}/shop`),
    ];
    const { servers } = await createHealth({ probes, timeout: 5_000 }).check();
    // The log goes on trying for a while, in case a broker is just restarting.
    expect(servers.kafka).toMatchObject({ status: 'down', reason: expect.stringMatching(/no answer|ECONNREFUSED/) });
    expect(servers.registry).toMatchObject({ status: 'down', reason: expect.stringContaining('ECONNREFUSED') });
    expect(servers.postgres).toMatchObject({ status: 'down', reason: expect.stringContaining('ECONNREFUSED') });
  });

  it('find Postgres down where the password is wrong', async () => {
    const url = new URL(inject('databaseUrl'));
    url.username = 'nobody';
    const { servers } = await createHealth({ probes: [postgres(url.href)], timeout: 10_000 }).check();
    expect(servers.postgres).toMatchObject({ status: 'down', reason: expect.stringContaining('nobody') });
  });

  it('log on to the registry, and say so where it refuses', async () => {
    const server = createServer((request, response) => {
      const known = request.headers.authorization === `Basic ${btoa('shop:secret')}`;
      response.writeHead(known ? 200 : 401).end();
    });
    closing.push(async () => server.close());
    const url = `http://127.0.0.1:${await listening(server)}`;
    await registryProbe({ url, auth: { username: 'shop', password: 'secret' } }).ask();
    await expect(registryProbe({ url, auth: null }).ask()).rejects.toThrow('answered 401');
  });
});

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
