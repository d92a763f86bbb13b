import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../runtime/stack/ports.ts';
import { startStack } from '../../runtime/stack/stack.ts';
import type { Stack } from '../../runtime/stack/types.ts';
import { createAuthority } from './certificates.ts';
import { bearer, givenKey, givenKeys, type Longplay, removeHome, start, temporaryHome } from './longplay.ts';
import { createScramUser } from './scram-user.ts';

const home = temporaryHome();
const files = join(home, 'files');
const password = 'open-sesame';
const authority = createAuthority();
let stack: Stack | undefined;
let ports: { plain: number; controller: number; sasl: number; mutual: number };

function file(name: string, text: string): string {
  mkdirSync(files, { recursive: true });
  writeFileSync(join(files, name), text);
  return join(files, name);
}

const ca = file('ca.pem', authority.certificate);
const client = authority.issue('longplay');
const certificate = file('client.pem', client.certificate);
const key = file('client.key', client.key);

/** A real Kafka with three doors: plain for the registry beside it, SASL over TLS, and TLS with client certificates. */
beforeAll(async () => {
  const [plain, controller, sasl, mutual] = (await Promise.all([1, 2, 3, 4].map(() => freePort()))) as [
    number,
    number,
    number,
    number,
  ];
  ports = { plain, controller, sasl, mutual };
  const broker = authority.issue('127.0.0.1');
  const keystore = file('broker.pem', broker.key + broker.certificate);
  const on = (door: string, port: number) => `${door}://127.0.0.1:${port}`;
  const doors = [on('PLAINTEXT', plain), on('SASL', sasl), on('MUTUAL', mutual)];
  const login = (module: string, more = '') => `org.apache.kafka.common.security.${module} required${more};`;
  stack = await startStack({
    home,
    start: { kafka: true, registry: true, postgres: true },
    ports: { kafka: plain, registry: 0, postgres: 0 },
    kafkaConfig: {
      listeners: [...doors, on('CONTROLLER', controller)].join(','),
      'advertised.listeners': doors.join(','),
      'controller.quorum.voters': `1@127.0.0.1:${controller}`,
      'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_SSL,MUTUAL:SSL',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': keystore,
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': ca,
      'listener.name.mutual.ssl.client.auth': 'required',
      'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
      'listener.name.sasl.plain.sasl.jaas.config': login('plain.PlainLoginModule', ` user_shop="${password}"`),
      'listener.name.sasl.scram-sha-256.sasl.jaas.config': login('scram.ScramLoginModule'),
      'listener.name.sasl.scram-sha-512.sasl.jaas.config': login('scram.ScramLoginModule'),
    },
    onProgress: () => {},
  });
  for (const mechanism of ['scram-sha-256', 'scram-sha-512'] as const) {
    await createScramUser(plain, { mechanism, name: 'shop', password });
  }
});

afterAll(async () => {
  await stack?.stop();
  removeHome(home);
});

function run(role: string, env: Record<string, string>): Longplay {
  return start('node', ['cli/bin.js', role], {
    LONGPLAY_HOME: join(home, 'own'),
    LONGPLAY_REPLICATION: '1',
    PAYMENT_URL: 'stand-in',
    MAIL_URL: 'stand-in',
    SCHEMA_REGISTRY_URL: stack?.registryUrl ?? '',
    DATABASE_URL: stack?.databaseUrl ?? '',
    KAFKA_TLS_CA_FILE: ca,
    ...givenKeys,
    ...env,
  });
}

const sasl = (mechanism: string) => ({
  KAFKA_BROKERS: `127.0.0.1:${ports.sasl}`,
  KAFKA_SASL_MECHANISM: mechanism,
  KAFKA_SASL_USERNAME: 'shop',
  KAFKA_SASL_PASSWORD: password,
});
const mutual = () => ({
  KAFKA_BROKERS: `127.0.0.1:${ports.mutual}`,
  KAFKA_TLS_CERT_FILE: certificate,
  KAFKA_TLS_KEY_FILE: key,
});

const refused = {
  'the password is wrong': {
    env: () => ({ ...sasl('scram-sha-512'), KAFKA_SASL_PASSWORD: 'not-this-one' }),
    reason: /authentication/i,
  },
  'the authority is unknown': {
    env: () => ({ ...sasl('plain'), KAFKA_TLS_CA_FILE: file('other.pem', createAuthority().certificate) }),
    reason: /certificate/i,
  },
  'the client shows no certificate': {
    env: () => ({ KAFKA_BROKERS: `127.0.0.1:${ports.mutual}` }),
    reason: /certificate/i,
  },
};

describe('Longplay on a secured Kafka', () => {
  const asking = new Map<string, Longplay>();

  // Each asks until its patience ends: the specs before theirs need not wait for that.
  beforeAll(() => {
    for (const [what, { env }] of Object.entries(refused)) {
      asking.set(what, run('up', { LONGPLAY_HOME: join(home, what), ...env() }));
    }
  });

  // The whole by each of the two doors, and by the other passwords the API, which finds the read models there.
  it.each([
    ['up', 'PLAIN over TLS', () => sasl('plain')],
    ['api', 'SCRAM-SHA-256 over TLS', () => sasl('scram-sha-256')],
    ['api', 'SCRAM-SHA-512 over TLS', () => sasl('scram-sha-512')],
    ['up', 'a client certificate', mutual],
  ])('%s logs on with %s', async (role, _, env) => {
    const longplay = run(role, env());
    const { api } = await longplay.ready();
    expect((await fetch(`${api}/health/ready`)).status).toBe(200);
    expect((await fetch(`${api}/orders`, { headers: bearer(givenKey) })).status).toBe(200);
    expect((await fetch(`${api}/orders`)).status).toBe(401);
    expect(await longplay.stop()).toBe(0);
    expect(JSON.stringify(longplay.lines) + longplay.errors).not.toMatch(new RegExp(`${password}|${givenKey}`));
  });

  it.each(Object.entries(refused))('says so where %s', async (what, { reason }) => {
    const longplay = asking.get(what) as Longplay;
    expect(await longplay.exit()).toBe(2);
    const error = longplay.errors.join('\n');
    expect(error).toMatch(/^error LP_SERVERS_UNREACHABLE: No answer from kafka \(KAFKA_BROKERS\): /m);
    expect(error).toMatch(reason);
    expect(error).not.toContain('not-this-one');
  });
});
