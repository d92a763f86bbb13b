import { createSecureContext } from 'node:tls';
import { isLoopback } from '../loopback.ts';
import { apiRules, apiWarnings } from './api.ts';
import { kafkaTls, sslModes } from './connections.ts';
import { mailRules, mailWarnings } from './mail.ts';
import type { Given, SettingProblem, Settings } from './settings.ts';
import type { SettingName, Values } from './table.ts';

/** What one variable cannot tell by itself. `values` lacks those that were refused. */
export function crossRules(given: Given, values: Partial<Values>): SettingProblem[] {
  return [
    ...pairs(given),
    ...onlyWith(given),
    ...tlsMaterial(given, values),
    ...localRegistry(given, values),
    ...registryLogOn(values),
    ...database(values),
    ...mailRules(given, values),
    ...apiRules(given, values),
    ...replicas(values),
    ...samePorts(values),
  ];
}

function pairs(given: Given): SettingProblem[] {
  const needs: [SettingName, SettingName][] = [
    ['KAFKA_TLS_CERT_FILE', 'KAFKA_TLS_KEY_FILE'],
    ['KAFKA_TLS_KEY_FILE', 'KAFKA_TLS_CERT_FILE'],
    ['KAFKA_TLS_KEY_PASSPHRASE', 'KAFKA_TLS_KEY_FILE'],
    ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME'],
    ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_PASSWORD'],
    ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_MECHANISM'],
    ['KAFKA_SASL_PASSWORD', 'KAFKA_SASL_MECHANISM'],
    ['SCHEMA_REGISTRY_USERNAME', 'SCHEMA_REGISTRY_PASSWORD'],
    ['SCHEMA_REGISTRY_PASSWORD', 'SCHEMA_REGISTRY_USERNAME'],
  ];
  return needs
    .filter(([name, other]) => given[name] !== undefined && given[other] === undefined)
    .map(([name, other]) => ({ name, problem: `needs ${other}, which is not set`, remedy: `Set both, or neither.` }));
}

/** Settings for a given server that would be silently ignored by the local one. */
function onlyWith(given: Given): SettingProblem[] {
  const owners: [RegExp, SettingName][] = [
    [/^KAFKA_(TLS|SASL)/, 'KAFKA_BROKERS'],
    [/^SCHEMA_REGISTRY_(USERNAME|PASSWORD)$/, 'SCHEMA_REGISTRY_URL'],
    [/^DATABASE_CA_FILE$/, 'DATABASE_URL'],
  ];
  return owners.flatMap(([pattern, owner]) =>
    Object.keys(given)
      .filter(name => pattern.test(name) && given[owner] === undefined)
      .map(name => ({
        name,
        problem: `is for a server of yours, but ${owner} is not set`,
        remedy: `Set ${owner} too, or unset ${name}: the local server speaks without it.`,
      })),
  );
}

function tlsMaterial(given: Given, values: Partial<Values>): SettingProblem[] {
  const files = Object.keys(given).filter(name => /^KAFKA_TLS_./.test(name));
  if (values.KAFKA_TLS === false && files.length > 0) {
    const problem = `is false, but ${files.join(', ')} ${files.length === 1 ? 'is' : 'are'} set`;
    return [{ name: 'KAFKA_TLS', problem, remedy: 'Set KAFKA_TLS to true, or unset the others.' }];
  }
  const tls = kafkaTls(values);
  if (!tls || (tls.cert === undefined) !== (tls.key === undefined)) return [];
  try {
    createSecureContext(tls);
    return [];
  } catch (error) {
    const problem = `cannot be used together with the other KAFKA_TLS_ settings: ${(error as Error).message}`;
    const remedy =
      'Check that the key belongs to the certificate, that the passphrase is right and the files are whole.';
    return [{ name: files[0] ?? 'KAFKA_TLS', problem, remedy }];
  }
}

function localRegistry(given: Given, values: Partial<Values>): SettingProblem[] {
  const secured = kafkaTls(values) !== null || given.KAFKA_SASL_MECHANISM !== undefined;
  if (given.KAFKA_BROKERS === undefined || !secured || given.SCHEMA_REGISTRY_URL !== undefined) return [];
  return [
    {
      name: 'SCHEMA_REGISTRY_URL',
      problem: 'is not set, and the local registry, which keeps its schemas on Kafka, cannot log on to a secured one',
      remedy: 'Set SCHEMA_REGISTRY_URL to a registry that belongs to this Kafka.',
    },
  ];
}

function registryLogOn(values: Partial<Values>): SettingProblem[] {
  if (!values.SCHEMA_REGISTRY_URL?.username || !values.SCHEMA_REGISTRY_USERNAME) return [];
  const problem = 'names a user, and so does SCHEMA_REGISTRY_USERNAME';
  return [{ name: 'SCHEMA_REGISTRY_URL', problem, remedy: 'Name the user in one place only.' }];
}

function database(values: Partial<Values>): SettingProblem[] {
  const url = values.DATABASE_URL;
  if (!url) return [];
  const name = 'DATABASE_URL';
  const problems: SettingProblem[] = [];
  const mode = url.searchParams.get('sslmode') ?? 'prefer';
  if (url.pathname.length < 2) {
    problems.push({ name, problem: 'names no database', remedy: 'End it with /database.' });
  }
  if (!(sslModes as readonly string[]).includes(mode)) {
    problems.push({ name, problem: `has the unknown sslmode "${mode}"`, remedy: `Use one of ${sslModes.join(', ')}.` });
  }
  if (url.searchParams.has('sslrootcert')) {
    problems.push({ name, problem: 'holds sslrootcert', remedy: 'Name the file in DATABASE_CA_FILE instead.' });
  }
  if (values.DATABASE_CA_FILE && !mode.startsWith('verify-')) {
    const problem = `is set, but sslmode=${mode} checks no certificate`;
    problems.push({ name: 'DATABASE_CA_FILE', problem, remedy: 'Add ?sslmode=verify-full to DATABASE_URL.' });
  }
  return problems;
}

function replicas(values: Partial<Values>): SettingProblem[] {
  const { LONGPLAY_MIN_INSYNC_REPLICAS: least, LONGPLAY_REPLICATION: copies, KAFKA_BROKERS: brokers } = values;
  const replication = copies ?? (brokers ? 3 : 1);
  if (!least || least <= replication) return [];
  const problem = `is ${least}, more than the ${replication} copies that there are, so that no write could ever count`;
  const remedy = `Set it to ${replication} or less, or raise LONGPLAY_REPLICATION.`;
  return [{ name: 'LONGPLAY_MIN_INSYNC_REPLICAS', problem, remedy }];
}

function samePorts(values: Partial<Values>): SettingProblem[] {
  const names: SettingName[] = [
    'PORT',
    ...(values.KAFKA_BROKERS ? [] : (['LONGPLAY_KAFKA_PORT'] as const)),
    ...(values.SCHEMA_REGISTRY_URL ? [] : (['LONGPLAY_REGISTRY_PORT'] as const)),
    ...(values.DATABASE_URL ? [] : (['LONGPLAY_POSTGRES_PORT'] as const)),
    ...(values.PAYMENT_URL instanceof URL ? [] : (['LONGPLAY_PAYMENT_PORT'] as const)),
    ...(values.BOOKINGS_URL instanceof URL ? [] : (['LONGPLAY_BOOKINGS_PORT'] as const)),
    ...(values.MAIL_URL instanceof URL ? [] : (['LONGPLAY_MAIL_PORT', 'LONGPLAY_MAIL_WEB_PORT'] as const)),
  ];
  return names.flatMap((name, index) => {
    const other = names.slice(0, index).find(earlier => values[name] && values[earlier] === values[name]);
    if (!other) return [];
    return [{ name, problem: `is ${values[name]}, the same as ${other}`, remedy: 'Give each its own port, or 0.' }];
  });
}

/** What is allowed and yet unwise. */
export function warningsOf(settings: Pick<Settings, 'kafka' | 'replication' | 'http' | 'mail' | 'api'>): string[] {
  const warnings = [...apiWarnings(settings.api), ...mailWarnings(settings.mail)];
  if (settings.kafka.sasl?.mechanism === 'plain' && settings.kafka.tls === null) {
    warnings.push('KAFKA_SASL_MECHANISM=plain without TLS sends the password readably over the network.');
  }
  if (settings.kafka.brokers !== null && settings.replication < 3) {
    warnings.push(`LONGPLAY_REPLICATION is ${settings.replication}: a lost broker can mean lost records.`);
  }
  if (!isLoopback(settings.http.host)) {
    warnings.push(
      `HOST is ${settings.http.host}: the API speaks plain HTTP, so that keys can be read on the way; put TLS in front of it.`,
    );
  }
  return warnings;
}
