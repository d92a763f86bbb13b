/**
 * Which partition a record without an explicit one goes to. The same as Java's default for keyed records, so that
 * every client of these topics puts a key where we look for it.
 *
 * Source: `BuiltInPartitioner.partitionForKey` and `Utils.murmur2` of Apache Kafka.
 */

const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;

/** Kafka's murmur2 of a key, as a signed 32-bit integer. */
export function murmur2(key: Buffer): number {
  const length = key.length;
  const whole = length & ~3;
  let hash = SEED ^ length;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(key.readInt32LE(at), MULTIPLIER);
    word = Math.imul(word ^ (word >>> 24), MULTIPLIER);
    hash = Math.imul(hash, MULTIPLIER) ^ word;
  }
  const rest = length - whole;
  if (rest === 3) hash ^= (key[whole + 2] as number) << 16;
  if (rest >= 2) hash ^= (key[whole + 1] as number) << 8;
  if (rest >= 1) hash = Math.imul(hash ^ (key[whole] as number), MULTIPLIER);
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return hash ^ (hash >>> 15);
}

let keylessSoFar = 0;

/**
 * The partition of a key. An empty key is a key. A record without one has no order to keep: such records take turns
 * over the partitions; `turn` is for a caller that wants to decide whose turn it is.
 */
export function partitionFor(key: Buffer | null, partitions: number, turn?: number): number {
  if (key === null) return (turn ?? keylessSoFar++) % partitions;
  return (murmur2(key) & 0x7fffffff) % partitions;
}
