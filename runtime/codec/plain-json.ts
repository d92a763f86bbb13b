/** For `JSON.stringify`: bytes as base64, 64-bit numbers as numbers. */
export function plainJson(this: unknown, name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  const given = (this as Record<string, unknown>)[name]; // before Buffer's own toJSON
  return given instanceof Uint8Array ? Buffer.from(given).toString('base64') : value;
}

/** The same, as a value that anybody can write as JSON. */
export const asPlainJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value, plainJson));
