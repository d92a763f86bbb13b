import { plainJson } from '../../runtime/codec/plain-json.ts';

/** One JSON document; bytes as base64, and 64-bit numbers as numbers. */
export const jsonOf = (value: unknown): string => `${JSON.stringify(value, plainJson, 2)}\n`;
