/** Markup that may stand in a page as it is; made by `html` alone. */
export type Html = { readonly [markup]: string };

const markup: unique symbol = Symbol('markup');

/** What may stand in a template. Null, undefined and false are nothing; a list is its parts, one after the other. */
export type Content = Html | string | number | bigint | null | undefined | false | readonly Content[];

/**
 * A piece of a page: html`<b>${name}</b>`. Whatever is no markup itself is escaped, in texts and in quoted attributes
 * alike; an attribute without quotes, a script or a style has no safe place for a value (OWASP, Cross Site Scripting
 * Prevention), and is refused when it is first made.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  if (!checked.has(parts)) {
    refuseUnsafe(parts);
    checked.add(parts);
  }
  let text = parts[0] ?? '';
  values.forEach((value, n) => {
    text += textOf(value) + (parts[n + 1] ?? '');
  });
  return { [markup]: text };
}

/** The text of a piece, to be sent. */
export const render = (piece: Html): string => piece[markup];

/** A piece between each two. */
export function joined(pieces: readonly Content[], between: Content): Content {
  return pieces.flatMap((piece, n) => (n === 0 ? [piece] : [between, piece]));
}

/** Attributes, each with a space before it: true is the name alone; false, null and undefined leave it out. */
export function attributes(all: Readonly<Record<string, string | number | boolean | null | undefined>>): Html {
  let text = '';
  for (const [name, value] of Object.entries(all)) {
    if (!/^[a-zA-Z][\w:-]*$/.test(name)) throw new TypeError(`${name} is no name of an attribute.`);
    if (value === false || value === null || value === undefined) continue;
    text += value === true ? ` ${name}` : ` ${name}="${escaped(String(value))}"`;
  }
  return { [markup]: text };
}

const checked = new WeakSet<TemplateStringsArray>();

function refuseUnsafe(parts: TemplateStringsArray): void {
  for (const part of parts.slice(0, -1)) {
    if (/=\s*$/.test(part)) throw new TypeError(`A value in an attribute needs quotes: ${part.slice(-40)}`);
    if (/<(script|style)\b[^>]*>[^<]*$/i.test(part)) throw new TypeError('No value is safe in a script or a style.');
  }
}

function textOf(value: Content): string {
  if (typeof value === 'string') return escaped(value);
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (isList(value)) return value.map(textOf).join('');
  return value[markup];
}

const isList = (value: Content): value is readonly Content[] => Array.isArray(value);

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, found => ESCAPES[found] ?? found);
