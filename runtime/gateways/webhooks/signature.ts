import { createHmac, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';

/** Signatures as Standard Webhooks 1.0 has them: HMAC-SHA256 over `id.timestamp.body`. */

const PREFIX = 'whsec_';

/** Of a receiver's clock and ours, s: a message that is older may be a replay. */
const TOLERANCE_S = 300;

/**
 * Whose data key a webhook’s secrets are made of. Longer than any id that comes in from outside, so that no customer has
 * this one, whose erasure would destroy it.
 */
export const webhookSubject = (subscriptionId: string): string => `webhook ${subscriptionId} `.padEnd(256, '.');

/**
 * The secret of a webhook, made of its data key and of the id of the request that asked for it: the same in every
 * process and after every restart, and nowhere written down. Null where the key was destroyed.
 */
export function signingSecret(key: KeyObject | null, secretId: string): Buffer | null {
  if (key === null) return null;
  return Buffer.from(hkdfSync('sha256', key, '', `longplay webhook signing secret ${secretId}`, 32));
}

/** The secret as its receiver configures it. */
export const secretText = (secret: Buffer): string => `${PREFIX}${secret.toString('base64')}`;

export type Signed = {
  readonly 'webhook-id': string;
  /** Seconds since the epoch. */
  readonly 'webhook-timestamp': string;
  /** One signature for each secret, so that a receiver may change from one to the next at its leisure. */
  readonly 'webhook-signature': string;
};

export function signed(id: string, at: number, body: string, secrets: readonly Buffer[]): Signed {
  const timestamp = String(Math.floor(at / 1_000));
  const signatures = secrets.map(secret => `v1,${macOf(id, timestamp, body, secret).toString('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

/** Whether a message is from whoever has the secret, and of now: what a receiver has to ask. */
export function isSigned(
  headers: { readonly [name: string]: string | string[] | undefined },
  body: string,
  secret: string,
  now: number,
): boolean {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map(name => String(headers[`webhook-${name}`]));
  if (id === undefined || timestamp === undefined || !/^\d+$/.test(timestamp)) return false;
  if (Math.abs(now / 1_000 - Number(timestamp)) > TOLERANCE_S) return false;
  const wanted = macOf(id, timestamp, body, Buffer.from(secret.slice(PREFIX.length), 'base64'));
  return (signatures ?? '').split(' ').some(one => {
    const [version, text = ''] = one.split(',');
    const given = Buffer.from(text, 'base64');
    return version === 'v1' && given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}

const macOf = (id: string, timestamp: string, body: string, secret: Buffer): Buffer =>
  createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest();
