import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { senderOf } from '../gateways/mail/address.ts';

/** Turns a reader that throws a plain sentence into a zod schema whose issue is that sentence. */
export function value<T>(read: (text: string) => T): z.ZodType<T, string> {
  return z.string().transform((text, context) => {
    try {
      return read(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  });
}

function refuse(sentence: string): never {
  throw new Error(sentence);
}

export const text = value(text => text);

/** Separated by spaces. */
export const words = value(text => text.trim().split(/\s+/));

export const flag = value(text =>
  text === 'true' ? true : text === 'false' ? false : refuse('must be true or false'),
);

export const wholeNumber = (least: number, most: number) =>
  value(text => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < least || number > most) {
      refuse(`must be a whole number from ${least} to ${most}`);
    }
    return number;
  });

export const port = wholeNumber(0, 65_535);

export const oneOf = <const T extends readonly string[]>(choices: T) =>
  value<T[number]>(text => (choices.includes(text) ? text : refuse(`must be one of ${choices.join(', ')}`)));

/** Names Kafka topics, consumer groups and transactional ids; dots and underscores collide in Kafka's metric names. */
export const prefix = value(text =>
  /^[a-z][a-z0-9-]{0,39}$/.test(text)
    ? text
    : refuse('must be 1 to 40 lower-case letters, digits and hyphens, and start with a letter'),
);

export const brokers = value(text => {
  const list = text.split(',').map(entry => entry.trim());
  for (const entry of list) {
    const [, host, digits] = /^([^\s:/@[\]]+):(\d{1,5})$/.exec(entry) ?? [];
    if (host === undefined || Number(digits) < 1 || Number(digits) > 65_535) {
      refuse('must be host:port, or several with commas between them (a name or an IPv4 address, no scheme)');
    }
  }
  return list;
});

export const url = (...schemes: string[]) =>
  value(text => {
    const parsed = URL.canParse(text) ? new URL(text) : refuse('is not a URL');
    if (!schemes.includes(parsed.protocol.slice(0, -1))) {
      refuse(`must start with ${schemes.map(scheme => `${scheme}://`).join(' or ')}`);
    }
    if (parsed.hostname === '') refuse('names no host');
    if (!decodable(parsed.username) || !decodable(parsed.password)) {
      refuse('has a % in its user or password that encodes nothing (a % itself is written %25)');
    }
    return parsed;
  });

function decodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** A URL, or the one word that stands for a server of our own. */
export const urlOr = <const W extends string>(word: W, ...schemes: string[]) =>
  value<URL | W>(text => {
    if (text === word) return word;
    const parsed = url(...schemes).safeParse(text);
    return parsed.success ? parsed.data : refuse(`${parsed.error.issues[0]?.message} (or must be: ${word})`);
  });

/** An address, with or without a name before it. */
export const sender = value(text => (senderOf(text) === null ? refuse('must be an address, or Name <address>') : text));

/** Keys of 32 bytes in base64, with commas between them. */
export const keys = value(text => {
  const list = text.split(',').map(key => key.trim());
  for (const key of list) {
    const bytes = Buffer.from(key, 'base64');
    if (bytes.length !== 32 || bytes.toString('base64') !== key)
      refuse('must be 32 bytes in base64, or several of them');
  }
  return list;
});

/** The text of a file, such as a PEM certificate. */
export const pem = value(path => {
  const content = readText(path);
  return content.includes('-----BEGIN ') ? content : refuse('names a file that is not PEM (no -----BEGIN line)');
});

export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT'
        ? 'does not exist'
        : code === 'EACCES'
          ? 'may not be read by this user'
          : `cannot be read (${code})`;
    return refuse(`names a file that ${why}`);
  }
}

export const share = value(text => {
  const number = Number(text);
  return text.trim() !== '' && number >= 0 && number <= 1 ? number : refuse('must be a number from 0 to 1');
});

/** name=value, with commas between them, values percent-encoded: W3C Baggage, as OpenTelemetry has it. */
export const pairs = value(text =>
  Object.fromEntries(
    text.split(',').flatMap((entry): [string, string][] => {
      if (entry.trim() === '') return [];
      const [, name, encoded] =
        /^\s*([^\s=]+)\s*=\s*(.*?)\s*$/.exec(entry) ?? refuse('must be name=value, with commas');
      if (!decodable(encoded as string)) refuse('has a % that encodes nothing (a % itself is written %25)');
      return [[name as string, decodeURIComponent(encoded as string)]];
    }),
  ),
);
