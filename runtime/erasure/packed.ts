import { MAGIC } from '../backup/format.ts';

/** What bytes begin with in which no text can be found, since they are compressed or encrypted. */
const PACKED: readonly (readonly [why: string, start: Buffer])[] = [
  // Of Longplay's exports: read record by record where a manifest names them.
  ['no-manifest', MAGIC],
  ['compressed', Buffer.from([0x28, 0xb5, 0x2f, 0xfd])], // Zstandard
  ['compressed', Buffer.from([0x1f, 0x8b])], // gzip
  ['compressed', Buffer.from('PGDMP')], // pg_dump --format=custom
  ['compressed', Buffer.from('BZh')], // bzip2
  ['compressed', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00])], // xz
  ['compressed', Buffer.from([0x04, 0x22, 0x4d, 0x18])], // LZ4
  ['compressed', Buffer.from([0x50, 0x4b, 0x03, 0x04])], // zip
  ['compressed', Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c])], // 7z
  ['encrypted', Buffer.from('age-encryption.org/')],
];

/** Bytes of a file that `packedAs` has to see. */
export const PACKED_HEAD_BYTES = Math.max(...PACKED.map(([, start]) => start.length));

/** Why a search of a file's bytes says nothing, by how the file begins; null where it does. */
export function packedAs(head: Buffer): string | null {
  // Zstandard may begin with a frame to be skipped, as its parallel tools write it.
  if (head.length >= 4 && (head.readUInt32LE(0) & 0xfffffff0) >>> 0 === 0x184d2a50) return 'compressed';
  return PACKED.find(([, start]) => head.subarray(0, start.length).equals(start))?.[0] ?? null;
}
