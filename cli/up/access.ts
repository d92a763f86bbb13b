import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Authenticator, createAuthenticator, openToEverybody } from '../../api/security/authenticator.ts';
import { issuerKeys } from '../../api/security/issuer.ts';
import { tokenReader } from '../../api/security/tokens.ts';
import { hashOfKey, KEY_MARK, newKey } from '../../runtime/config/api-keys.ts';
import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { ownFile } from '../../runtime/own-file.ts';

export type Access = {
  readonly auth: Authenticator;
  /** The key that was made here, to be told with the ready line; null where there is none. */
  readonly developmentKey: string | null;
};

/** @throws LP_API_AUTH_MISSING, before anything is started: an API that lets nobody in serves nobody. */
export function refuseWithoutAuth({ api }: Pick<Settings, 'api'>): void {
  if (api.auth === 'missing') {
    throw new LongplayError('LP_API_AUTH_MISSING', 'The API has neither keys nor an issuer of tokens.');
  }
}

/** Who may ask the API of this process. */
export async function openAccess({ api, home }: Pick<Settings, 'api' | 'home'>): Promise<Access> {
  if (api.auth === 'off') return { auth: openToEverybody(), developmentKey: null };
  const developmentKey = api.auth === 'development' ? await keyOf(join(home, 'api.key')) : null;
  const development = { id: ID, scopes: ['admin'] as const, customerId: null, expiresAt: null };
  const keys = [...api.keys, ...(developmentKey === null ? [] : [{ ...development, hash: hashOfKey(developmentKey) }])];
  const tokens = api.oidc === null ? null : tokenReader(api.oidc, issuerKeys(api.oidc.issuer));
  return { auth: createAuthenticator({ keys, tokens }), developmentKey };
}

const ID = 'development';

async function keyOf(file: string): Promise<string> {
  const { openToOthers } = await ownFile(file, () => `${newKey(ID)}\n`);
  const key = (await readFile(file, 'utf8')).trim();
  const unfit = openToOthers ? 'may be read by others than its owner' : 'holds no key';
  if (openToOthers || !key.startsWith(`${KEY_MARK}${ID}_`) || key.length < 50) {
    throw new LongplayError('LP_API_DEVELOPMENT_KEY_UNFIT', `${file} ${unfit}.`);
  }
  return key;
}
