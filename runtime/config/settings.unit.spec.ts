import { isAbsolute } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LongplayError } from '../errors.ts';
import { loadSettings } from './settings.ts';
import { describeSettings } from './shown.ts';

const kafka = { KAFKA_BROKERS: 'b1:9092, b2:9093' };

function refusal(env: Record<string, string>): string {
  try {
    loadSettings(env);
  } catch (error) {
    if (error instanceof LongplayError && error.code === 'LP_CONFIG_INVALID') return error.message;
    throw error;
  }
  throw new Error('was not refused');
}

describe('loadSettings', () => {
  it('given nothing, means the local stack and the documented defaults', () => {
    const settings = loadSettings({ PATH: '/bin', PORT: '' });
    expect(settings).toMatchObject({
      kafka: { brokers: null, tls: null, sasl: null },
      registry: { url: null, auth: null },
      postgres: { url: null },
      http: { host: '127.0.0.1', port: 8080 },
      prefix: 'longplay',
      partitions: 3,
      replication: 1,
      minInsyncReplicas: 1,
      log: { level: 'info', format: 'auto' },
      shown: {},
      secrets: [],
      warnings: [],
    });
    expect(isAbsolute(settings.home)).toBe(true);
  });

  it('given a payment provider, keeps its URL without a slash at the end, and its password out of sight', () => {
    const settings = loadSettings({
      PAYMENT_URL: 'https://shop:open-sesame@pay.example/v1/',
      PAYMENT_API_KEY: 'key-of-the-shop',
      PAYMENT_KEY_LIFETIME: '12',
    });
    expect(settings.payments).toEqual({
      url: 'https://shop:open-sesame@pay.example/v1',
      apiKey: 'key-of-the-shop',
      scope: 'longplay',
      keyLifetime: 12 * 3_600_000,
      localPort: 18_090,
    });
    expect(describeSettings(settings)).not.toMatch(/open-sesame|key-of-the-shop/);
    expect(settings.secrets).toEqual(expect.arrayContaining(['open-sesame', 'key-of-the-shop']));
  });

  it('takes stand-in for a payment provider, and refuses what is neither that nor a URL', () => {
    expect(loadSettings({ PAYMENT_URL: 'stand-in' })).toMatchObject({
      payments: { url: 'stand-in' },
      shown: { PAYMENT_URL: 'stand-in' },
    });
    expect(refusal({ PAYMENT_URL: 'pay.example' })).toMatch(/PAYMENT_URL is not a URL \(or must be: stand-in\)/);
    expect(refusal({ PAYMENT_URI: 'https://pay.example' })).toMatch(/Did you mean PAYMENT_URL/);
  });

  it('flags customers unless it is told not to', () => {
    expect(loadSettings({}).fraudRules).toBe(true);
    expect(loadSettings({ FRAUD_RULES: 'off' }).fraudRules).toBe(false);
    expect(refusal({ FRAUD_RULES: 'none' })).toContain('FRAUD_RULES must be one of on, off');
  });

  it('given brokers, uses them and asks for three copies', () => {
    const settings = loadSettings(kafka);
    expect(settings).toMatchObject({
      kafka: { brokers: ['b1:9092', 'b2:9093'] },
      replication: 3,
      minInsyncReplicas: 2,
    });
    expect(settings.postgres.url).toBeNull();
  });

  it('reads SASL, and takes TLS without files', () => {
    const env = {
      ...kafka,
      KAFKA_TLS: 'true',
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: 'shop',
      KAFKA_SASL_PASSWORD: 'pass-word',
      SCHEMA_REGISTRY_URL: 'https://registry/apis/ccompat/v7/',
    };
    expect(loadSettings(env)).toMatchObject({
      kafka: { tls: {}, sasl: { mechanism: 'scram-sha-512', username: 'shop', password: 'pass-word' } },
      registry: { url: 'https://registry/apis/ccompat/v7', auth: null },
      secrets: ['pass-word'],
      warnings: [],
    });
  });

  it('takes the registry’s user out of the URL, decoded', () => {
    const { registry } = loadSettings({ SCHEMA_REGISTRY_URL: 'http://us%40er:pa%3Ass@registry:8081' });
    expect(registry).toEqual({ url: 'http://registry:8081', auth: { username: 'us@er', password: 'pa:ss' } });
  });

  it.each([
    ['', 'prefer'],
    ['?sslmode=allow', 'prefer'],
    ['?sslmode=disable', 'disable'],
    ['?sslmode=require', 'require'],
    ['?sslmode=verify-ca', { verify: 'ca' }],
    ['?sslmode=verify-full&application_name=x', { verify: 'host' }],
  ])('reads libpq’s TLS mode from DATABASE_URL%s', (query, tls) => {
    const { postgres } = loadSettings({ DATABASE_URL: `postgres://u:p@db:5432/shop${query}` });
    expect(postgres.tls).toEqual(tls);
    expect(postgres.url).not.toContain('sslmode');
  });

  it('lists everything that is wrong in one error, each with its name and remedy', () => {
    const message = refusal({
      KAFKA_BROKERS: 'kafka://b1',
      PORT: '80a',
      LONGPLAY_PREFIX: 'My Shop',
      LOG_LEVEL: 'loud',
      SCHEMA_REGISTRY_URL: 'registry:8081',
      DATABASE_URL: 'mysql://db/shop',
      LONGPLAY_PARTITONS: '6',
    });
    expect(message.split('\n')).toHaveLength(8);
    expect(message).toContain('7 settings are wrong');
    expect(message).toMatch(/KAFKA_BROKERS must be host:port.*\(it is "kafka:\/\/b1"\)/);
    expect(message).toMatch(/PORT must be a whole number from 0 to 65535/);
    expect(message).toContain('Did you mean LONGPLAY_PARTITIONS?');
  });

  it.each([
    ['a key without its certificate', { ...kafka, KAFKA_TLS_KEY_FILE: '/nowhere' }, 'needs KAFKA_TLS_CERT_FILE'],
    ['a file that is not there', { ...kafka, KAFKA_TLS_CA_FILE: '/nowhere' }, 'names a file that does not exist'],
    ['a file that is not PEM', { ...kafka, KAFKA_TLS_CA_FILE: 'package.json' }, 'not PEM'],
    [
      'SASL without a password',
      { ...kafka, KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'u' },
      '_PASSWORD, which',
    ],
    ['SASL for the local Kafka', { KAFKA_SASL_USERNAME: 'u' }, 'KAFKA_BROKERS is not set'],
    ['a local registry on a secured Kafka', { ...kafka, KAFKA_TLS: 'true' }, 'SCHEMA_REGISTRY_URL is not set'],
    ['TLS both on and off', { ...kafka, KAFKA_TLS: 'false', KAFKA_TLS_CA_FILE: '/x' }, 'KAFKA_TLS is false'],
    ['a registry password alone', { SCHEMA_REGISTRY_PASSWORD: 'p' }, 'needs SCHEMA_REGISTRY_USERNAME'],
    ['an unknown sslmode', { DATABASE_URL: 'postgres://db/shop?sslmode=on' }, 'unknown sslmode "on"'],
    ['no database', { DATABASE_URL: 'postgres://db' }, 'names no database'],
    ['an unused CA', { DATABASE_URL: 'postgres://db/x', DATABASE_CA_FILE: 'x' }, 'DATABASE_CA_FILE'],
    ['more copies in sync than there are', { LONGPLAY_MIN_INSYNC_REPLICAS: '2' }, 'more than the 1 copies'],
    ['one port twice', { PORT: '9000', LONGPLAY_KAFKA_PORT: '9000' }, 'the same as PORT'],
    ['a misspelt name of ours', { LONGPLAY_HOEM: 'x' }, 'Did you mean LONGPLAY_HOME?'],
    ['an unknown name of ours', { LONGPLAY_COLOUR_OF_SKY: 'x' }, 'not a setting of Longplay'],
    ['a name that would silently start a local Kafka', { KAFKA_BROKER: 'b:9092' }, 'Did you mean KAFKA_BROKERS?'],
  ])('refuses %s', (_, env, sentence) => {
    expect(refusal(env)).toContain(sentence);
  });

  it('leaves other programs’ variables alone', () => {
    expect(() =>
      loadSettings({ ...kafka, KAFKA_BROKER: 'x', KAFKA_HEAP_OPTS: '-Xmx1g', DATABASE_NAME: 'x' }),
    ).not.toThrow();
  });

  it('never shows a secret, neither in a description nor in a refusal', () => {
    const secret = 'hunter-2222';
    const env = {
      ...kafka,
      KAFKA_SASL_MECHANISM: 'plain',
      KAFKA_SASL_USERNAME: 'shop',
      KAFKA_SASL_PASSWORD: secret,
      SCHEMA_REGISTRY_URL: `http://u:${secret}@registry`,
      DATABASE_URL: `postgres://u:${secret}@db/shop`,
    };
    const description = describeSettings(loadSettings(env));
    expect(description).not.toContain(secret);
    expect(description).toContain('DATABASE_URL=postgres://u:***@db/shop');
    expect(refusal({ ...env, DATABASE_URL: `mysql://u:${secret}@db/shop`, PORT: '-1' })).not.toContain(secret);
  });

  it('warns of what is allowed and yet unwise', () => {
    const env = { ...kafka, HOST: '0.0.0.0', LONGPLAY_REPLICATION: '1' };
    expect(loadSettings(env).warnings).toHaveLength(2);
  });
});
