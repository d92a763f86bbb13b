import { isLoopback } from '../loopback.ts';
import type { Given, SettingProblem } from './settings.ts';
import type { SettingName, Values } from './table.ts';

export type MailSettings = {
  /** `stand-in`: the one of `longplay up`. Null: not said, which only a Kafka of our own allows. */
  readonly url: string | 'stand-in' | null;
  /** An address, or `Name <address>`. */
  readonly from: string;
  /** For `smtp:`; `none` where it is the stand-in. */
  readonly tls: Values['MAIL_TLS'];
  /** PEM text. Null: the authorities that Node.js brings. */
  readonly ca: string | null;
  /** Of the stand-in, for SMTP. */
  readonly localPort: number;
  /** Of the stand-in's mailbox. */
  readonly localWebPort: number;
};

export function mailSettings(values: Values): MailSettings {
  const { MAIL_URL: url } = values;
  return {
    url: url instanceof URL ? url.href : url,
    from: values.MAIL_FROM ?? 'MusicCorp <orders@musiccorp.example>',
    tls: url instanceof URL ? values.MAIL_TLS : 'none',
    ca: values.MAIL_CA_FILE,
    localPort: values.LONGPLAY_MAIL_PORT,
    localWebPort: values.LONGPLAY_MAIL_WEB_PORT,
  };
}

const ofServersOnly: readonly SettingName[] = ['MAIL_TLS', 'MAIL_CA_FILE'];

export function mailRules(given: Given, values: Partial<Values>): SettingProblem[] {
  const { MAIL_URL: url, MAIL_TLS: tls } = values;
  if (url === undefined) return [];
  if (!(url instanceof URL)) {
    const set = ofServersOnly.filter(name => given[name] !== undefined);
    const problem = `is for a mail server of yours, but MAIL_URL ${url === null ? 'is not set' : 'is stand-in'}`;
    return set.map(name => ({ name, problem, remedy: `Set MAIL_URL to your server, or unset ${name}.` }));
  }
  const problems: SettingProblem[] = [];
  if (given.MAIL_FROM === undefined) {
    const problem = 'is not set, and MAIL_URL names a mail server';
    problems.push({ name: 'MAIL_FROM', problem, remedy: 'Set it to an address that this server sends for.' });
  }
  if (url.protocol === 'smtps:' && tls === 'none') {
    const problem = 'is none, but smtps: in MAIL_URL means TLS from the start';
    problems.push({ name: 'MAIL_TLS', problem, remedy: 'Unset it, or let MAIL_URL begin with smtp:.' });
  } else if (tls === 'none' && given.MAIL_CA_FILE !== undefined) {
    const problem = 'is set, but MAIL_TLS=none checks no certificate';
    problems.push({ name: 'MAIL_CA_FILE', problem, remedy: 'Unset one of the two.' });
  }
  return problems;
}

export function mailWarnings({ url, tls }: MailSettings): string[] {
  if (url === null || url === 'stand-in' || tls !== 'none' || isLoopback(new URL(url).hostname)) return [];
  return ['MAIL_TLS=none sends mails, and the password in MAIL_URL, readably over the network.'];
}
