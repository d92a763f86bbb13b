import { algorithms, keysFile, keysText, origins, proxies } from './api-values.ts';
import type { Setting } from './setting.ts';
import { oneOf, text, url, wholeNumber } from './values.ts';

/** Who may ask the API, and how much. */
export const apiSettings = {
  LONGPLAY_API_AUTH: {
    group: 'API access',
    schema: oneOf(['required', 'development', 'off']),
    type: 'required, development, off',
    fallback: null,
    defaultText:
      'development where Longplay starts its own Kafka and neither keys nor an issuer are set; otherwise required',
    meaning:
      'required: a key or a token, of those that are configured. development: also a key of scope admin that is made at the first start, kept in the file api.key in LONGPLAY_HOME and printed with the ready line. off: everybody may do everything, on 127.0.0.1 only.',
    otherwise:
      'off: every program on this machine can read every customer and change every order. development in production: the key of an administrator stands in the log.',
  },
  LONGPLAY_API_KEYS: {
    group: 'API access',
    schema: keysText,
    type: 'lines of `longplay keys new`, with semicolons between them',
    fallback: null,
    meaning: 'Keys that may ask the API: id, scopes and the hash of each. Read at the start.',
    otherwise:
      'A key that is not listed is refused (401). A line that is removed takes its key away at the next start.',
    secret: 'value',
  },
  LONGPLAY_API_KEYS_FILE: {
    group: 'API access',
    schema: keysFile,
    type: 'path of a file with lines of `longplay keys new`',
    fallback: null,
    meaning: 'The same as LONGPLAY_API_KEYS in a file; both together count. `#` begins a comment.',
    otherwise: 'A file that cannot be read ends the start.',
  },
  LONGPLAY_OIDC_ISSUER: {
    group: 'API access',
    schema: url('https', 'http'),
    type: 'URL',
    fallback: null,
    meaning:
      'Issuer of tokens (OpenID Connect): access tokens (JWT) that it signed are taken as well as keys. Its keys are found by /.well-known/openid-configuration.',
    otherwise:
      'It has to be, letter by letter, what tokens say in `iss`; where it is not, every token is refused (401).',
  },
  LONGPLAY_OIDC_AUDIENCE: {
    group: 'API access',
    schema: text,
    type: 'text',
    fallback: null,
    meaning: 'What a token must name in `aud`: this API, as the issuer knows it. Needs LONGPLAY_OIDC_ISSUER.',
    otherwise: 'One that other APIs share: a token for one of them opens this one.',
  },
  LONGPLAY_OIDC_ALGORITHMS: {
    group: 'API access',
    schema: algorithms,
    type: 'JWS algorithms, with commas between them',
    fallback: ['RS256', 'PS256', 'ES256', 'EdDSA'] as readonly string[],
    defaultText: '`RS256,PS256,ES256,EdDSA`',
    meaning: 'Signatures that are taken. Without a signature (none) and with a shared secret (HS…) there is none.',
    otherwise: 'Without the one that the issuer signs with, every token is refused (401).',
  },
  LONGPLAY_OIDC_CUSTOMER_CLAIM: {
    group: 'API access',
    schema: text,
    type: 'name of a claim',
    fallback: 'sub',
    meaning:
      'Claim that holds the customer id, in tokens of scope `customer`: such a token reads and changes only what is this customer’s.',
    otherwise:
      'A claim that its bearer can choose makes him anybody. One that holds a mail address puts it on the log, readably.',
  },
  LONGPLAY_OIDC_SCOPE_PREFIX: {
    group: 'API access',
    schema: text,
    type: 'text',
    fallback: null,
    meaning: 'What stands before our scopes in a token, such as `longplay:` in `longplay:shop`. Others are ignored.',
    otherwise: 'Without it, or with another one, tokens have no scope, and everything is refused (403).',
  },
  LONGPLAY_OIDC_CLOCK_TOLERANCE: {
    group: 'API access',
    schema: wholeNumber(0, 300),
    type: 'number',
    fallback: 30,
    unit: 'seconds',
    meaning: 'How far the clocks of the issuer and of this machine may differ where a token begins and ends.',
    otherwise: '0: new tokens are refused where the clocks differ. Large: a token goes on for as long after its end.',
  },
  LONGPLAY_API_CORS: {
    group: 'API access',
    schema: origins,
    type: 'origins such as https://shop.example, with commas between them',
    fallback: null,
    defaultText: 'none',
    meaning: 'Web pages of these origins may ask the API from a browser (CORS).',
    otherwise: 'Without it browsers keep answers from pages of other origins; programs do not care.',
  },
  LONGPLAY_API_TRUST_PROXY: {
    group: 'API access',
    schema: proxies,
    type: 'addresses or networks such as 10.0.0.0/8, with commas between them',
    fallback: null,
    defaultText: 'none',
    meaning: 'Proxies in front of the API, whose X-Forwarded-For says which address a request comes from.',
    otherwise:
      'Not set behind a proxy: all clients without a key share its limit. Set for addresses that are no proxy: a client writes any address there and meets no limit.',
  },
  LONGPLAY_API_LIMIT_CLIENT: {
    group: 'API access',
    schema: wholeNumber(0, 100_000_000),
    type: 'number',
    fallback: 60_000,
    unit: 'requests a minute; 0: no limit',
    meaning: 'Most requests of one key or token, in each process; beyond them 429 with Retry-After.',
    otherwise: 'High: one client that runs wild slows all others down. Low: a busy shop front is turned away.',
  },
  LONGPLAY_API_LIMIT_CUSTOMER: {
    group: 'API access',
    schema: wholeNumber(0, 100_000_000),
    type: 'number',
    fallback: 600,
    unit: 'requests a minute; 0: no limit',
    meaning: 'The same for a key or token of one customer.',
    otherwise: 'High: one customer’s program can keep many others waiting. Low: a page that asks often stops working.',
  },
  LONGPLAY_API_LIMIT_ADDRESS: {
    group: 'API access',
    schema: wholeNumber(0, 100_000_000),
    type: 'number',
    fallback: 600,
    unit: 'requests a minute; 0: no limit',
    meaning: 'The same for an address that shows no valid key; probes (/health) are not counted.',
    otherwise: 'High: whoever guesses may guess often. Low: people behind one address stand in each other’s way.',
  },
  LONGPLAY_API_MOST_REQUESTS: {
    group: 'API access',
    schema: wholeNumber(1, 1_000_000),
    type: 'number',
    fallback: 1_000,
    unit: 'requests',
    meaning:
      'Most requests that this process has under way at a time, also those that wait for an outcome; what comes on top is refused at once (503), probes are not.',
    otherwise:
      'High: memory and waits grow under load, up to a body of each. Low: clients are turned away while the machine has room.',
  },
} as const satisfies Record<string, Setting>;
