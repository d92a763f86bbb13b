import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LongplayError } from '../errors.ts';
import { type ApiSettings, apiSettings } from './api.ts';
import {
  type KafkaSettings,
  kafkaSettings,
  type PostgresSettings,
  postgresSettings,
  type RegistrySettings,
  registrySettings,
} from './connections.ts';
import { type MailSettings, mailSettings } from './mail.ts';
import { crossRules, warningsOf } from './rules.ts';
import type { Setting } from './setting.ts';
import { secretsOf, shownSettings } from './shown.ts';
import { type SettingName, settingsTable, type Values } from './table.ts';
import { type TracingSettings, tracingSettings } from './tracing.ts';
import { unknownNames } from './unknown.ts';

export type Settings = {
  readonly kafka: KafkaSettings;
  readonly registry: RegistrySettings;
  readonly postgres: PostgresSettings;
  /** `healthPort`: of a process without the API; null: it listens nowhere. */
  readonly http: { readonly host: string; readonly port: number; readonly healthPort: number | null };
  readonly api: ApiSettings;
  readonly payments: {
    /** `stand-in`: the one of `longplay up`. Null: not said, which only a Kafka of our own allows. */
    readonly url: string | 'stand-in' | null;
    readonly apiKey: string | null;
    /** Names the installation at the provider. */
    readonly scope: string;
    /** ms */
    readonly keyLifetime: number;
    /** Of the stand-in. */
    readonly localPort: number;
  };
  readonly bookings: {
    /** `stand-in`: the one of `longplay up`. Null: not said; on a Kafka of our own there are none. */
    readonly url: string | 'stand-in' | null;
    readonly apiKey: string | null;
    /** Names the installation at the providers. */
    readonly scope: string;
    /** ms */
    readonly keyLifetime: number;
    /** Of the stand-in. */
    readonly localPort: number;
  };
  readonly mail: MailSettings;
  /** Where webhooks may be posted to. */
  readonly webhooks: { readonly targets: NonNullable<Values['WEBHOOK_TARGETS']> };
  /** Workers of a process (null: as its cores allow), the time limit of one price in ms, and what a drill has planted. */
  readonly pricing: {
    readonly workers: number | null;
    readonly timeLimit: number;
    readonly drill: Values['PRICING_DRILL'];
  };
  /** Whether anybody is flagged. */
  readonly fraudRules: boolean;
  /** ms */
  readonly requestRetention: number;
  readonly hospital: {
    readonly breaker: {
      readonly window: number;
      readonly percent: number;
      readonly atLeast: number;
      readonly inARow: number;
    };
    /** ms */
    readonly caseRetention: number;
    /** Cases a second. */
    readonly retryRate: number;
    /** ms */
    readonly patience: number;
    /** Where alarms are posted to; null: nowhere but the log. */
    readonly webhook: string | null;
  };
  /** Of a read model's generation that another one has replaced, ms. */
  readonly previousKeptFor: number;
  /** Records a second; 0: no sentinel. */
  readonly sentinelRate: number;
  readonly prefix: string;
  readonly partitions: number;
  readonly replication: number;
  readonly minInsyncReplicas: number;
  /** In base64; the first is for new keys. null: the file vault.key in `home`. */
  readonly vaultKeys: readonly string[] | null;
  /** Of an exported vault's file. */
  readonly vaultPassphrase: string | null;
  /** Absolute path. */
  readonly home: string;
  /** Further options of the local Kafka's Java. */
  readonly kafkaJava: readonly string[];
  readonly localPorts: { readonly kafka: number; readonly registry: number; readonly postgres: number };
  readonly log: { readonly level: Values['LOG_LEVEL']; readonly format: Values['LOG_FORMAT'] };
  readonly tracing: TracingSettings;
  /** ms */
  readonly healthTimeout: number;
  /** ms */
  readonly stopTimeout: number;
  /** What was set, fit for a log: secrets are masked. */
  readonly shown: Readonly<Record<string, string>>;
  /** Every secret value, for the masks of logs and errors. Never print it. */
  readonly secrets: readonly string[];
  /** What is allowed and yet unwise, a sentence each. */
  readonly warnings: readonly string[];
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** One thing that is wrong with the configuration. */
export type SettingProblem = { readonly name: string; readonly problem: string; readonly remedy: string };

/**
 * Reads the whole configuration once. An empty variable counts as not set.
 *
 * @throws one LongplayError LP_CONFIG_INVALID that lists everything that is wrong.
 */
export function loadSettings(env: Environment): Settings {
  const given = givenOf(env);
  const { values, problems } = parse(given);
  const all = [...problems, ...crossRules(given, values), ...unknownNames(env)];
  if (all.length > 0) throw configInvalid(all);
  return assemble(given, values as Values);
}

export type Given = Readonly<Partial<Record<SettingName, string>>>;

function givenOf(env: Environment): Given {
  const names = Object.keys(settingsTable) as SettingName[];
  return Object.fromEntries(names.filter(name => env[name]).map(name => [name, env[name]]));
}

function parse(given: Given): { values: Partial<Values>; problems: SettingProblem[] } {
  const values: Record<string, unknown> = {};
  const problems: SettingProblem[] = [];
  for (const [name, setting] of Object.entries<Setting>(settingsTable)) {
    const text = given[name as SettingName];
    const result =
      text === undefined ? { success: true as const, data: setting.fallback } : setting.schema.safeParse(text);
    if (result.success) {
      values[name] = result.data;
      continue;
    }
    const shown = 'secret' in setting ? '' : ` (it is "${text}")`;
    const problem = `${result.error.issues.map(issue => issue.message).join(', ')}${shown}`;
    problems.push({ name, problem, remedy: `Correct it, or unset it (${defaultOf(setting)}).` });
  }
  return { values: values as Partial<Values>, problems };
}

function defaultOf({ defaultText, fallback }: Setting): string {
  if (defaultText !== undefined) return `then: ${defaultText}`;
  return fallback === null ? 'it is optional' : `then: ${fallback}`;
}

function assemble(given: Given, values: Values): Settings {
  const replication = values.LONGPLAY_REPLICATION ?? (values.KAFKA_BROKERS === null ? 1 : 3);
  const kafka = kafkaSettings(values);
  const registry = registrySettings(values);
  const mail = mailSettings(values);
  const api = apiSettings(values, given.LONGPLAY_OIDC_ISSUER);
  const pricing = {
    workers: values.PRICING_WORKERS,
    timeLimit: values.PRICING_TIME_LIMIT,
    drill: values.PRICING_DRILL,
  };
  const http = { host: values.HOST, port: values.PORT, healthPort: values.HEALTH_PORT };
  return {
    kafka,
    registry,
    postgres: postgresSettings(values),
    http,
    api,
    payments: {
      url: values.PAYMENT_URL instanceof URL ? withoutSlash(values.PAYMENT_URL) : values.PAYMENT_URL,
      apiKey: values.PAYMENT_API_KEY,
      scope: values.PAYMENT_SCOPE ?? values.LONGPLAY_PREFIX,
      keyLifetime: values.PAYMENT_KEY_LIFETIME * HOUR_MS,
      localPort: values.LONGPLAY_PAYMENT_PORT,
    },
    bookings: {
      url: values.BOOKINGS_URL instanceof URL ? withoutSlash(values.BOOKINGS_URL) : values.BOOKINGS_URL,
      apiKey: values.BOOKINGS_API_KEY,
      scope: values.LONGPLAY_PREFIX,
      keyLifetime: values.BOOKINGS_KEY_LIFETIME * HOUR_MS,
      localPort: values.LONGPLAY_BOOKINGS_PORT,
    },
    mail,
    webhooks: { targets: values.WEBHOOK_TARGETS ?? (values.KAFKA_BROKERS === null ? 'loopback' : 'public') },
    pricing,
    fraudRules: values.FRAUD_RULES === 'on',
    previousKeptFor: values.LONGPLAY_PREVIOUS_KEPT * HOUR_MS,
    sentinelRate: values.LONGPLAY_SENTINEL_RATE,
    requestRetention: values.LONGPLAY_REQUEST_RETENTION * HOUR_MS,
    hospital: {
      breaker: {
        window: values.LONGPLAY_BREAKER_WINDOW,
        percent: values.LONGPLAY_BREAKER_PERCENT,
        atLeast: values.LONGPLAY_BREAKER_AT_LEAST,
        inARow: values.LONGPLAY_BREAKER_IN_A_ROW,
      },
      caseRetention: values.LONGPLAY_CASE_RETENTION * HOUR_MS,
      retryRate: values.LONGPLAY_CASE_RETRY_RATE,
      patience: values.LONGPLAY_CASE_PATIENCE,
      webhook: values.LONGPLAY_ALARM_WEBHOOK?.href ?? null,
    },
    prefix: values.LONGPLAY_PREFIX,
    partitions: values.LONGPLAY_PARTITIONS,
    replication,
    minInsyncReplicas: values.LONGPLAY_MIN_INSYNC_REPLICAS ?? (replication >= 3 ? 2 : 1),
    vaultKeys: values.VAULT_KEY,
    vaultPassphrase: values.VAULT_PASSPHRASE,
    home: values.LONGPLAY_HOME === null ? defaultHome : resolve(values.LONGPLAY_HOME),
    localPorts: {
      kafka: values.LONGPLAY_KAFKA_PORT,
      registry: values.LONGPLAY_REGISTRY_PORT,
      postgres: values.LONGPLAY_POSTGRES_PORT,
    },
    kafkaJava: values.LONGPLAY_KAFKA_JAVA_OPTIONS ?? [],
    log: { level: values.LOG_LEVEL, format: values.LOG_FORMAT },
    tracing: tracingSettings(values),
    healthTimeout: values.LONGPLAY_HEALTH_TIMEOUT,
    stopTimeout: values.LONGPLAY_STOP_TIMEOUT,
    shown: shownSettings(given),
    secrets: secretsOf(given, kafka, registry),
    warnings: warningsOf({ kafka, replication, http, mail, api, pricing }),
  };
}

const HOUR_MS = 3_600_000;
const withoutSlash = (url: URL): string => url.href.replace(/\/$/, '');

const defaultHome = fileURLToPath(new URL('../../.longplay', import.meta.url));

function configInvalid(problems: readonly SettingProblem[]): LongplayError {
  const lines = problems.map(({ name, problem, remedy }) => `  ${name} ${problem}. ${remedy}`);
  const count = problems.length === 1 ? 'One setting is wrong' : `${problems.length} settings are wrong`;
  return new LongplayError('LP_CONFIG_INVALID', `${count}:\n${lines.join('\n')}`);
}
