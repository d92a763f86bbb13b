/** Bytes as people read them: where, sixteen of them in hexadecimal, and what of them is ASCII. */
export function hexDump(bytes: Buffer, most: number = 4_096): string {
  const lines: string[] = [];
  const shown = bytes.subarray(0, most);
  for (let at = 0; at < shown.length; at += 16) {
    const row = shown.subarray(at, at + 16);
    const pairs = [...row].map(byte => byte.toString(16).padStart(2, '0'));
    const halves = `${pairs.slice(0, 8).join(' ')}  ${pairs.slice(8).join(' ')}`;
    const text = [...row].map(byte => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${halves.padEnd(48)}  |${text}|`);
  }
  if (bytes.length > most) lines.push(`… ${bytes.length - most} more bytes`);
  return lines.join('\n');
}

/** 512 B, 1.4 kB, 3.2 MB */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Of a base64 text, without decoding it. */
export const bytesIn = (base64: string | null): number =>
  base64 === null ? 0 : Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
