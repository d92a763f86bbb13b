/** Shorter texts are found anywhere, by chance, bytes. */
export const SHORTEST_TEXT_BYTES = 5;

/**
 * The bytes that a text may stand as: as it is, in UTF-16, escaped in JSON (also where only ASCII is left), in a URL, in
 * hexadecimal as Postgres shows bytes, and in base64 at each of the three places at which a text can begin in it.
 */
export function formsOf(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const escaped = JSON.stringify(text).slice(1, -1);
  const ascii = (digits: (code: string) => string): string =>
    escaped.replaceAll(/[\u0080-\uffff]/g, one => `\\u${digits(one.charCodeAt(0).toString(16).padStart(4, '0'))}`);
  const hex = bytes.toString('hex');
  const texts = [
    escaped,
    ascii(code => code),
    ascii(code => code.toUpperCase()),
    encodeURIComponent(text.toWellFormed()),
    hex,
    hex.toUpperCase(),
    ...base64Forms(bytes),
  ];
  const forms = [bytes, Buffer.from(text, 'utf16le'), ...texts.map(one => Buffer.from(one))];
  return [...new Map(forms.map(form => [form.toString('latin1'), form])).values()];
}

/** Characters at the ends depend on the neighbours, and are left out. */
function base64Forms(bytes: Buffer): string[] {
  const forms: string[] = [];
  for (const before of [0, 1, 2]) {
    const bits = (before + bytes.length) * 8;
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const form = whole.slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6));
    forms.push(form, form.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return forms;
}
