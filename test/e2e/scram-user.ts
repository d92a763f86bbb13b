import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';

const mechanisms = {
  'scram-sha-256': { id: 1, hash: 'sha256', size: 32 },
  'scram-sha-512': { id: 2, hash: 'sha512', size: 64 },
};

/**
 * Makes a user who can log on with SCRAM: AlterUserScramCredentials, API 51, version 0 (KIP-554), which kafkajs lacks.
 * Through a listener without log-on.
 */
export async function createScramUser(
  port: number,
  user: { readonly mechanism: keyof typeof mechanisms; readonly name: string; readonly password: string },
): Promise<void> {
  const { id, hash, size } = mechanisms[user.mechanism];
  const iterations = 4096;
  const salt = randomBytes(16);
  const noTags = Buffer.from([0]);
  const request = Buffer.concat([
    int16(51),
    int16(0),
    int32(1),
    int16(4),
    Buffer.from('test'),
    noTags,
    // No deletions; one upsertion. Lengths of compact arrays, strings and bytes are one more than they are (KIP-482).
    Buffer.from([1, 2]),
    compact(Buffer.from(user.name)),
    Buffer.from([id]),
    int32(iterations),
    compact(salt),
    compact(pbkdf2Sync(user.password, salt, iterations, size, hash)),
    noTags,
    noTags,
  ]);
  const socket = connect(port, '127.0.0.1');
  socket.write(Buffer.concat([int32(request.length), request]));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  // Size, correlation id, tags, throttle time, count of results, then the user's name and the error code.
  const error = answer.readInt16BE(4 + 4 + 1 + 4 + 1 + 1 + user.name.length);
  if (error !== 0) throw new Error(`AlterUserScramCredentials answered error ${error}`);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function compact(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([bytes.length + 1]), bytes]);
}
