import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A key and its certificate, both as PEM. */
export type Identity = { readonly key: string; readonly certificate: string };

export type Authority = { readonly certificate: string; issue(commonName: string): Identity };

/**
 * Certificates for a test, made anew for each run, so that no private key lies in the repository and none expires.
 * Node.js reads X.509 but does not write it: this writes the least of RFC 5280 that Java and OpenSSL accept.
 */
export function createAuthority(): Authority {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = 'Longplay test authority';
  return {
    certificate: certify(name, own.publicKey, { issuer: name, key: own.privateKey, extensions: [basicConstraintsCa] }),
    issue(commonName) {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      return {
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
        certificate: certify(commonName, publicKey, {
          issuer: name,
          key: own.privateKey,
          extensions: [subjectAltNameLoopback],
        }),
      };
    },
  };
}

const tags = { integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, utf8: 0x0c, time: 0x17, sequence: 0x30, set: 0x31 };

function der(tag: number, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const size = body.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const hex = (text: string) => Buffer.from(text, 'hex');
const sequence = (...content: Uint8Array[]) => der(tags.sequence, ...content);

/** ecdsa-with-SHA256, 1.2.840.10045.4.3.2 */
const algorithm = sequence(der(tags.oid, hex('2a8648ce3d040302')));
/** 2.5.29.19, critical, CA: true */
const basicConstraintsCa = sequence(
  der(tags.oid, hex('551d13')),
  hex('0101ff'),
  der(tags.octets, sequence(hex('0101ff'))),
);
/** 2.5.29.17: localhost, 127.0.0.1 */
const subjectAltNameLoopback = sequence(
  der(tags.oid, hex('551d11')),
  der(tags.octets, sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])))),
);

function certify(
  subject: string,
  publicKey: KeyObject,
  { issuer, key, extensions }: { issuer: string; key: KeyObject; extensions: Buffer[] },
): string {
  const day = 86_400_000;
  const serial = Buffer.from([1, ...crypto.getRandomValues(new Uint8Array(8))]);
  const body = sequence(
    der(0xa0, der(tags.integer, Buffer.from([2]))),
    der(tags.integer, serial),
    algorithm,
    nameOf(issuer),
    sequence(time(Date.now() - day), time(Date.now() + 7 * day)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const whole = sequence(body, algorithm, der(tags.bits, Buffer.from([0]), sign('sha256', body, key)));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** 2.5.4.3, the common name */
function nameOf(commonName: string): Buffer {
  return sequence(der(tags.set, sequence(der(tags.oid, hex('550403')), der(tags.utf8, Buffer.from(commonName)))));
}

/** UTCTime: YYMMDDhhmmssZ */
function time(ms: number): Buffer {
  return der(tags.time, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
}
