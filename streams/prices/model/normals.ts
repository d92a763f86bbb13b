import { hash } from 'node:crypto';

/** Draws from the normal distribution; the same ones for the same seed, on every machine. */
export function normalsOf(seed: string): () => number {
  const uniform = uniformsOf(seed);
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const drawn = spare;
      spare = null;
      return drawn;
    }
    // Box–Muller: two at once.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/** xorshift128 (Marsaglia 2003): from 0, below 1. */
function uniformsOf(seed: string): () => number {
  const bytes = hash('sha256', seed, 'buffer');
  let [x, y, z, w] = [0, 4, 8, 12].map(at => bytes.readUInt32LE(at)) as [number, number, number, number];
  w ||= 1;
  return () => {
    const t = x ^ (x << 11);
    [x, y, z] = [y, z, w];
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    return (w >>> 0) / 2 ** 32;
  };
}
