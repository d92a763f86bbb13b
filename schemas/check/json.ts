/**
 * JSON with the place of every value in its text. `.avsc` files are JSON, and whoever reads a finding wants the file,
 * line and column; a message that quotes a path into the parsed value leaves the searching to the reader.
 */
export type JsonNode = JsonObject | JsonArray | JsonScalar;

/** Offsets into the text, the end exclusive; -1 where the value did not come from a text. */
type Span = { readonly start: number; readonly end: number };

export type JsonMember = { readonly key: string; readonly start: number; readonly value: JsonNode };
export type JsonObject = Span & { readonly kind: 'object'; readonly members: readonly JsonMember[] };
export type JsonArray = Span & { readonly kind: 'array'; readonly items: readonly JsonNode[] };
export type JsonScalar = Span & { readonly kind: 'scalar'; readonly value: string | number | boolean | null };

/** Says what is wrong and where; `offset` counts UTF-16 code units from the start of the text. */
export class JsonSyntaxError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = 'JsonSyntaxError';
    this.offset = offset;
  }
}

/** Deeper nesting than any schema has; without a bound a hostile text would overflow the stack. */
const deepest = 1_000;

const whitespace = /[ \t\r\n]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const string = /"(?:[^"\\]|\\.)*"/y;
const words: Readonly<Record<string, true | false | null>> = { true: true, false: false, null: null };

export function parseJson(text: string): JsonNode {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let depth = 0;

  function skip(): string | undefined {
    whitespace.lastIndex = at;
    whitespace.test(text);
    at = whitespace.lastIndex;
    return text[at];
  }

  function fail(message: string): never {
    throw new JsonSyntaxError(message, at);
  }

  function expect(mark: string): void {
    if (skip() !== mark) fail(`${mark} expected${at < text.length ? `, ${text[at]} found` : ' before the end'}`);
    at += 1;
  }

  function value(): JsonNode {
    const next = skip();
    if (next === '{') return nested(object);
    if (next === '[') return nested(array);
    const start = at;
    if (next === '"') return { kind: 'scalar', value: quoted(), start, end: at };
    for (const [word, meaning] of Object.entries(words)) {
      if (!text.startsWith(word, at)) continue;
      at += word.length;
      return { kind: 'scalar', value: meaning, start, end: at };
    }
    number.lastIndex = at;
    const digits = number.exec(text)?.[0];
    if (digits === undefined)
      fail(next === undefined ? 'a value expected before the end' : `a value expected, ${next} found`);
    at += digits.length;
    return { kind: 'scalar', value: Number(digits), start, end: at };
  }

  function nested(read: (start: number) => JsonNode): JsonNode {
    depth += 1;
    if (depth > deepest) fail(`nested more than ${deepest} levels deep`);
    const start = at;
    at += 1;
    const node = read(start);
    depth -= 1;
    return node;
  }

  function object(start: number): JsonNode {
    const members: JsonMember[] = [];
    if (skip() === '}') at += 1;
    else {
      for (;;) {
        if (skip() !== '"') fail('a name in double quotes expected');
        const from = at;
        const key = quoted();
        expect(':');
        members.push({ key, start: from, value: value() });
        if (skip() === '}') break;
        expect(',');
      }
      at += 1;
    }
    return { kind: 'object', members, start, end: at };
  }

  function array(start: number): JsonNode {
    const items: JsonNode[] = [];
    if (skip() === ']') at += 1;
    else {
      for (;;) {
        items.push(value());
        if (skip() === ']') break;
        expect(',');
      }
      at += 1;
    }
    return { kind: 'array', items, start, end: at };
  }

  function quoted(): string {
    string.lastIndex = at;
    const token = string.exec(text)?.[0];
    if (token === undefined) fail('a string without its closing quote');
    try {
      const decoded = JSON.parse(token) as string;
      at += token.length;
      return decoded;
    } catch {
      return fail('a string with a bad escape or a control character');
    }
  }

  const root = value();
  if (skip() !== undefined) fail(`the end expected, ${text[at]} found`);
  return root;
}

/** The same tree for a value that was parsed elsewhere: it has no places. */
export function jsonNode(value: unknown): JsonNode {
  const nowhere = { start: -1, end: -1 };
  if (Array.isArray(value)) return { kind: 'array', items: value.map(jsonNode), ...nowhere };
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, inner]) => ({ key, start: -1, value: jsonNode(inner) }));
    return { kind: 'object', members, ...nowhere };
  }
  if (value === undefined || typeof value === 'function' || typeof value === 'bigint' || typeof value === 'symbol') {
    throw new JsonSyntaxError(`a ${typeof value} is not JSON`, 0);
  }
  return { kind: 'scalar', value: value as string | number | boolean | null, ...nowhere };
}

/** The value of a member; of the last one where a name stands twice, as JSON.parse has it. */
export function member(node: JsonNode, key: string): JsonNode | null {
  if (node.kind !== 'object') return null;
  return node.members.findLast(one => one.key === key)?.value ?? null;
}

export function plainValue(node: JsonNode): unknown {
  if (node.kind === 'array') return node.items.map(plainValue);
  if (node.kind === 'scalar') return node.value;
  return Object.fromEntries(node.members.map(({ key, value }) => [key, plainValue(value)]));
}

export function textOf(node: JsonNode | null): string | null {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : null;
}
