import type { KafkaSettings, RegistrySettings } from './connections.ts';
import type { Setting } from './setting.ts';
import type { Given, Settings } from './settings.ts';
import { type SettingName, settingsTable } from './table.ts';
import { pairs } from './values.ts';

const hidden = '***';

/** What was set, by name, with secrets masked: fit for a log. */
export function shownSettings(given: Given): Record<string, string> {
  return Object.fromEntries(Object.entries(given).map(([name, text]) => [name, shown(name as SettingName, text)]));
}

function shown(name: SettingName, text: string): string {
  const { secret } = settingsTable[name] as Setting;
  if (secret === 'value') return hidden;
  if (secret !== 'password') return text;
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  if (url.password !== '') url.password = hidden;
  return url.href;
}

const withPasswords = [
  'DATABASE_URL',
  'SCHEMA_REGISTRY_URL',
  'PAYMENT_URL',
  'MAIL_URL',
  'BOOKINGS_URL',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
] as const;

/** Every secret in the forms that could turn up in a log line or an error's message. */
export function secretsOf(given: Given, kafka: KafkaSettings, registry: RegistrySettings): string[] {
  const secrets = [kafka.sasl?.password, kafka.tls?.passphrase, kafka.tls?.key, registry.auth?.password];
  if (registry.auth) secrets.push(btoa(`${registry.auth.username}:${registry.auth.password}`));
  secrets.push(...(given.VAULT_KEY?.split(',').map(key => key.trim()) ?? []));
  for (const name of ['PAYMENT_API_KEY', 'BOOKINGS_API_KEY', 'VAULT_PASSPHRASE', 'LONGPLAY_ALARM_WEBHOOK'] as const)
    secrets.push(given[name]);
  const headers = pairs.safeParse(given.OTEL_EXPORTER_OTLP_HEADERS ?? '');
  if (headers.success) secrets.push(...Object.values(headers.data));
  for (const name of withPasswords) {
    const text = given[name] ?? '';
    const { username, password } = new URL(URL.canParse(text) ? text : 'none:');
    // A password like the user's name (a local database) would hide half of every line, and keeps no secret.
    if (password !== username) secrets.push(password, decodeURIComponent(password));
  }
  return [...new Set(secrets.filter(secret => secret !== undefined && secret !== ''))] as string[];
}

/** One line: what was set, and that the rest are defaults. */
export function describeSettings(settings: Settings): string {
  const set = Object.entries(settings.shown).map(([name, value]) => `${name}=${value}`);
  return set.length === 0 ? 'defaults only' : `${set.join(' ')}; the rest are defaults`;
}
