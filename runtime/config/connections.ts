import type { Values } from './table.ts';

export type KafkaTls = {
  /** PEM text, as are the others. Without it: the authorities that Node.js brings. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
};

export type KafkaSasl = {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
};

export type BasicAuth = { readonly username: string; readonly password: string };

/** `prefer` and `require` do not check who answers; `verify` does, without `host` not its name (libpq's verify-ca). */
export type PostgresTls = 'disable' | 'prefer' | 'require' | { readonly verify: 'ca' | 'host'; readonly ca?: string };

export type KafkaSettings = {
  /** null: the local stack. */
  readonly brokers: readonly string[] | null;
  readonly tls: KafkaTls | null;
  readonly sasl: KafkaSasl | null;
};

/** The URL ends without a slash and never holds a user or a password: they are in `auth`. null: the local stack. */
export type RegistrySettings = { readonly url: string | null; readonly auth: BasicAuth | null };

/** The URL never holds sslmode: it is in `tls`. null: the local stack. */
export type PostgresSettings = { readonly url: string | null; readonly tls: PostgresTls };

/** libpq's modes (https://www.postgresql.org/docs/current/libpq-ssl.html). `allow` is a weaker `prefer`. */
export const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

export function kafkaSettings(values: Values): KafkaSettings {
  return { brokers: values.KAFKA_BROKERS, tls: kafkaTls(values), sasl: kafkaSasl(values) };
}

export function kafkaTls(values: Partial<Values>): KafkaTls | null {
  const tls = {
    ...(values.KAFKA_TLS_CA_FILE && { ca: values.KAFKA_TLS_CA_FILE }),
    ...(values.KAFKA_TLS_CERT_FILE && { cert: values.KAFKA_TLS_CERT_FILE }),
    ...(values.KAFKA_TLS_KEY_FILE && { key: values.KAFKA_TLS_KEY_FILE }),
    ...(values.KAFKA_TLS_KEY_PASSPHRASE && { passphrase: values.KAFKA_TLS_KEY_PASSPHRASE }),
  };
  return (values.KAFKA_TLS ?? Object.keys(tls).length > 0) ? tls : null;
}

function kafkaSasl(values: Values): KafkaSasl | null {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = values;
  return mechanism === null || username === null || password === null ? null : { mechanism, username, password };
}

export function registrySettings(values: Values): RegistrySettings {
  if (values.SCHEMA_REGISTRY_URL === null) return { url: null, auth: null };
  const url = new URL(values.SCHEMA_REGISTRY_URL);
  const username = values.SCHEMA_REGISTRY_USERNAME ?? decodeURIComponent(url.username);
  const password = values.SCHEMA_REGISTRY_PASSWORD ?? decodeURIComponent(url.password);
  url.username = '';
  url.password = '';
  return { url: url.href.replace(/\/+$/, ''), auth: username === '' ? null : { username, password } };
}

export function postgresSettings(values: Values): PostgresSettings {
  if (values.DATABASE_URL === null) return { url: null, tls: 'disable' };
  const url = new URL(values.DATABASE_URL);
  const mode = url.searchParams.get('sslmode') ?? 'prefer';
  url.searchParams.delete('sslmode');
  return { url: url.href, tls: postgresTls(mode, values.DATABASE_CA_FILE) };
}

function postgresTls(mode: string, ca: string | null): PostgresTls {
  if (mode === 'disable' || mode === 'require') return mode;
  if (!mode.startsWith('verify-')) return 'prefer';
  return { verify: mode === 'verify-ca' ? 'ca' : 'host', ...(ca !== null && { ca }) };
}
