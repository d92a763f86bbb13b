import { isLoopback } from '../loopback.ts';
import type { ConfiguredKey } from './api-keys.ts';
import type { Given, SettingProblem } from './settings.ts';
import type { SettingName, Values } from './table.ts';

/** Who may ask the API, and how much. */
export type ApiSettings = {
  /** `missing`: nothing is configured that anybody could ask with; what serves the API refuses to start. */
  readonly auth: 'required' | 'development' | 'off' | 'missing';
  readonly keys: readonly ConfiguredKey[];
  /** null: no tokens. */
  readonly oidc: OidcSettings | null;
  /** Origins. */
  readonly cors: readonly string[];
  /** Addresses and networks. */
  readonly trustProxy: readonly string[];
  /** Requests a minute; 0: no limit. */
  readonly limits: { readonly client: number; readonly customer: number; readonly address: number };
  /** Under way at a time. */
  readonly mostRequests: number;
};

export type OidcSettings = {
  /** As tokens name it. */
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly customerClaim: string;
  readonly scopePrefix: string;
  /** ms */
  readonly clockTolerance: number;
};

/** `issuer` is what was set, letter by letter: a URL object would add a slash. */
export function apiSettings(values: Values, issuer: string | undefined): ApiSettings {
  const keys = [...(values.LONGPLAY_API_KEYS ?? []), ...(values.LONGPLAY_API_KEYS_FILE ?? [])];
  const oidc =
    issuer === undefined
      ? null
      : {
          issuer,
          audience: values.LONGPLAY_OIDC_AUDIENCE ?? '',
          algorithms: values.LONGPLAY_OIDC_ALGORITHMS,
          customerClaim: values.LONGPLAY_OIDC_CUSTOMER_CLAIM,
          scopePrefix: values.LONGPLAY_OIDC_SCOPE_PREFIX ?? '',
          clockTolerance: values.LONGPLAY_OIDC_CLOCK_TOLERANCE * 1_000,
        };
  const configured = keys.length > 0 || oidc !== null;
  const given = values.LONGPLAY_API_AUTH ?? (configured || values.KAFKA_BROKERS !== null ? 'required' : 'development');
  return {
    auth: given === 'required' && !configured ? 'missing' : given,
    keys,
    oidc,
    cors: values.LONGPLAY_API_CORS ?? [],
    trustProxy: values.LONGPLAY_API_TRUST_PROXY ?? [],
    limits: {
      client: values.LONGPLAY_API_LIMIT_CLIENT,
      customer: values.LONGPLAY_API_LIMIT_CUSTOMER,
      address: values.LONGPLAY_API_LIMIT_ADDRESS,
    },
    mostRequests: values.LONGPLAY_API_MOST_REQUESTS,
  };
}

const ofIssuer = /^LONGPLAY_OIDC_(?!ISSUER$)/;

export function apiRules(given: Given, values: Partial<Values>): SettingProblem[] {
  return [...issuerRules(given, values), ...offRules(given, values), ...sameIds(values)];
}

function issuerRules(given: Given, { LONGPLAY_OIDC_ISSUER: issuer }: Partial<Values>): SettingProblem[] {
  if (issuer === null) {
    const set = Object.keys(given).filter(name => ofIssuer.test(name)) as SettingName[];
    const problem = 'is for tokens, but LONGPLAY_OIDC_ISSUER is not set';
    return set.map(name => ({ name, problem, remedy: `Set LONGPLAY_OIDC_ISSUER too, or unset ${name}.` }));
  }
  if (issuer === undefined) return [];
  const problems: SettingProblem[] = [];
  if (issuer.protocol === 'http:' && !isLoopback(issuer.hostname)) {
    const problem = 'begins with http://, so that anybody on the way could put in keys of his own';
    problems.push({ name: 'LONGPLAY_OIDC_ISSUER', problem, remedy: 'Use https://; http:// is for this machine only.' });
  }
  if (given.LONGPLAY_OIDC_AUDIENCE === undefined) {
    const problem = 'is not set, so that a token for any other API of this issuer would open this one';
    problems.push({ name: 'LONGPLAY_OIDC_AUDIENCE', problem, remedy: 'Set it to the name of this API there.' });
  }
  return problems;
}

/** Without keys only this machine may come near; a proxy would bring everybody. */
function offRules(given: Given, { LONGPLAY_API_AUTH: auth, HOST: host }: Partial<Values>): SettingProblem[] {
  if (auth !== 'off') return [];
  const name = 'LONGPLAY_API_AUTH';
  const problems: SettingProblem[] = [];
  if (host !== undefined && !isLoopback(host)) {
    const problem = `is off, and HOST is ${host}, where others can reach the API`;
    problems.push({ name, problem, remedy: 'Unset HOST, or configure keys (`npx longplay keys new`).' });
  }
  const without = (
    [
      'LONGPLAY_API_TRUST_PROXY',
      'LONGPLAY_API_CORS',
      'LONGPLAY_API_KEYS',
      'LONGPLAY_API_KEYS_FILE',
      'LONGPLAY_OIDC_ISSUER',
    ] as const
  ).filter(other => given[other] !== undefined);
  if (without.length > 0) {
    const problem = `is off, but ${without.join(', ')} ${without.length === 1 ? 'is' : 'are'} set`;
    problems.push({ name, problem, remedy: 'Unset one or the other: off means that everybody may do everything.' });
  }
  return problems;
}

function sameIds({ LONGPLAY_API_KEYS: some, LONGPLAY_API_KEYS_FILE: others }: Partial<Values>): SettingProblem[] {
  const twice = (some ?? []).find(({ id }) => others?.some(other => other.id === id));
  if (twice === undefined) return [];
  const problem = `names the key ${twice.id}, and so does LONGPLAY_API_KEYS_FILE`;
  return [{ name: 'LONGPLAY_API_KEYS', problem, remedy: 'Leave it in one of the two.' }];
}

export function apiWarnings({ auth, keys }: ApiSettings, now = Date.now()): string[] {
  const warnings = keys
    .filter(({ expiresAt }) => expiresAt !== null && expiresAt <= now)
    .map(({ id }) => `The API key ${id} has expired; remove its line.`);
  if (auth === 'off') {
    warnings.push(
      'LONGPLAY_API_AUTH=off: every program on this machine may read and change everything through the API.',
    );
  }
  return warnings;
}
