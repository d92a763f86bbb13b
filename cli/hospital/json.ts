/** One JSON document; bytes as base64, and 64-bit numbers as numbers. */
export const jsonOf = (value: unknown): string => `${JSON.stringify(value, plain, 2)}\n`;

function plain(this: unknown, name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  const given = (this as Record<string, unknown>)[name]; // before Buffer's own toJSON
  return given instanceof Uint8Array ? Buffer.from(given).toString('base64') : value;
}
