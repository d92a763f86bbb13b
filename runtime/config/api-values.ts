import { isIP } from 'node:net';
import { type ConfiguredKey, parseKeys } from './api-keys.ts';
import { readText, value } from './values.ts';

export const keysText = value<readonly ConfiguredKey[]>(parseKeys);

export const keysFile = value<readonly ConfiguredKey[]>(path => parseKeys(readText(path)));

const signed = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

/** Asymmetric ones only: with a shared secret, whoever can check a token can make one. */
export const algorithms = value<readonly string[]>(text => {
  const list = listOf(text);
  if (!list.every(name => signed.includes(name))) throw new Error(`must be of ${signed.join(', ')}`);
  return list;
});

/** Scheme, host and port, and nothing behind them: that is what a browser sends. */
export const origins = value<readonly string[]>(text => {
  const list = listOf(text);
  for (const origin of list) {
    const good =
      URL.canParse(origin) && /^https?:$/.test(new URL(origin).protocol) && new URL(origin).origin === origin;
    if (!good) throw new Error('must be origins such as https://shop.example, without a path or a slash at the end');
  }
  return list;
});

export const proxies = value<readonly string[]>(text => {
  const list = listOf(text);
  for (const one of list) {
    const [address = '', bits, ...rest] = one.split('/');
    const most = isIP(address) === 6 ? 128 : 32;
    const fits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most);
    if (isIP(address) === 0 || !fits || rest.length > 0) {
      throw new Error('must be IP addresses, or networks such as 10.0.0.0/8; never all of them');
    }
  }
  return list;
});

const listOf = (text: string): string[] => text.split(',').map(entry => entry.trim());
