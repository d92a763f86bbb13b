import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { kafkaConfig } from '../../runtime/stack/kafka-config.ts';
import { registryConfig } from '../../runtime/stack/registry.ts';
import { versions } from '../../runtime/stack/versions.ts';

type Service = {
  image?: string;
  build?: string;
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  ports?: string[];
  volumes?: string[];
};
type Compose = {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  configs: Record<string, { content: string }>;
};

const text = readFileSync('docker-compose.yml', 'utf8');
const dockerfile = readFileSync('Dockerfile', 'utf8');
const compose = parse(text) as Compose;
const { services } = compose;
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

/** The Compose specification's own schema, as dclint brings it. */
function validator() {
  const dclint = dirname(createRequire(import.meta.url).resolve('dclint/package.json'));
  const { $schema: _, ...schema } = JSON.parse(readFileSync(join(dclint, 'schemas/compose.schema.json'), 'utf8'));
  return new Ajv({ strict: false, allErrors: true }).compile(schema);
}

describe('docker-compose.yml', () => {
  it('is a valid Compose file', () => {
    const validate = validator();
    validate(compose);
    expect(validate.errors).toBeNull();
  });

  it.each([
    ['a misspelt key', (c: Compose) => Object.assign(c.services.kafka as object, { helthcheck: {} })],
    [
      'an unknown condition',
      (c: Compose) => Object.assign(c.services.longplay as object, { depends_on: { kafka: { condition: 'up' } } }),
    ],
    ['a wrong type', (c: Compose) => Object.assign(c.services.postgres as object, { volumes: 'postgres' })],
    ['an unknown section', (c: Compose) => Object.assign(c, { servces: {} })],
  ])('would be refused with %s', (_, spoil) => {
    const spoilt = parse(text) as Compose;
    spoil(spoilt);
    expect(validator()(spoilt)).toBe(false);
  });

  it('runs the versions of the local stack', () => {
    expect(services.kafka?.image).toBe(`apache/kafka:${versions.kafka}`);
    expect(services['registry-topics']?.image).toBe(services.kafka?.image);
    expect(services.registry?.image).toBe(`apicurio/apicurio-registry:${versions.registry}`);
    expect(services.postgres?.image).toBe(`postgres:${versions.postgres}`);
  });

  it('gives Kafka the settings of the local stack, its addresses apart', () => {
    const ofAddresses = ['listeners', 'advertised.listeners', 'controller.quorum.voters', 'log.dirs'];
    const shared = Object.entries(kafkaConfig({ client: 1, controller: 2 })).filter(
      ([name]) => !ofAddresses.includes(name),
    );
    const environment = services.kafka?.environment ?? {};
    for (const [name, value] of shared) {
      expect([name, environment[`KAFKA_${name.replaceAll('.', '_').toUpperCase()}`]]).toEqual([name, value]);
    }
    const further = ['CLUSTER_ID', 'KAFKA_LISTENER_SECURITY_PROTOCOL_MAP', 'KAFKA_INTER_BROKER_LISTENER_NAME'];
    expect(Object.keys(environment)).toHaveLength(shared.length + ofAddresses.length + further.length);
    // The image's own way to write a cluster id: 16 bytes, base64 for URLs, without padding.
    expect(Buffer.from(environment.CLUSTER_ID ?? '', 'base64url')).toHaveLength(16);
  });

  it('lets every client reach Kafka under the address that it is told', () => {
    const { KAFKA_ADVERTISED_LISTENERS: advertised = '', KAFKA_LISTENERS: listeners = '' } =
      services.kafka?.environment ?? {};
    expect(advertised.split(',')).toEqual(['PLAINTEXT://kafka:9092', 'HOST://127.0.0.1:19092']);
    expect(listeners).toContain('PLAINTEXT://:9092,HOST://:19092');
    expect(services.kafka?.ports).toEqual(['127.0.0.1:19092:19092']);
  });

  it('gives the registry the settings of the local stack, its place and its log apart', () => {
    const local = registryConfig({ port: 8080, brokers: ['kafka:9092'] } as never);
    const own = Object.fromEntries(
      (compose.configs.registry?.content ?? '')
        .trim()
        .split('\n')
        .map(line => line.split('=', 2) as [string, string]),
    );
    const apart = (name: string) => /^quarkus\.(http\.host|log\.)|location$|work-dir$/.test(name);
    const shared = (config: Record<string, string>) =>
      Object.fromEntries(Object.entries(config).filter(([name]) => !apart(name)));
    expect(shared(own)).toEqual(shared(local));
  });

  it('keeps the schemas for ever', () => {
    const topics = Object.entries(registryConfig({ port: 1, brokers: [] } as never)).filter(([name]) =>
      /topic$/.test(name),
    );
    expect(topics).toHaveLength(3);
    for (const [, topic] of topics) expect(text).toMatch(new RegExp(`for topic in [^;]*${topic}[ ;]`));
    expect(text).toContain('--config retention.ms=-1 --config retention.bytes=-1');
  });

  it('starts each service when what it needs is well, and keeps every data folder in a volume', () => {
    for (const [name, service] of Object.entries(services)) {
      const healthy = service.healthcheck !== undefined || service.build !== undefined || name === 'registry-topics';
      expect([name, healthy]).toEqual([name, true]);
      for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(condition).toBe(other === 'registry-topics' ? 'service_completed_successfully' : 'service_healthy');
      }
    }
    expect(Object.keys(services.longplay?.depends_on ?? {}).sort()).toEqual(['kafka', 'postgres', 'registry']);
    const used = Object.values(services).flatMap(({ volumes = [] }) => volumes.map(volume => volume.split(':')[0]));
    expect(used.sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  it('opens ports on this machine only', () => {
    const ports = Object.values(services).flatMap(({ ports = [] }) => ports);
    expect(ports).toHaveLength(4);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });
});

describe('the Dockerfile', () => {
  it('runs the Node.js that npm pins, as a user without rights, and tells its health', () => {
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(bases).toEqual(bases.map(() => `node:${manifest.dependencies.node}-bookworm-slim`));
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM'));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^HEALTHCHECK /m);
    expect(last).toContain('ENTRYPOINT ["node", "cli/bin.js"]');
  });

  it('copies what .dockerignore lets through, and nothing else', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
      ([, paths]) => paths?.split(' ') ?? [],
    );
    const allowed = [...readFileSync('.dockerignore', 'utf8').matchAll(/^!(.+)$/gm)].map(([, path]) => path ?? '');
    expect([...new Set(copied)].sort()).toEqual(allowed.sort());
    expect(allowed).toContain(manifest.bin.longplay.split('/')[0]);
  });
});
