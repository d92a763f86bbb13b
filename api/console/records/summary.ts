/** What tells most about a record, where it has it. */
const FIRST = ['type', 'status', 'outcome', 'kind', 'state', 'reason', 'code'];
/** Told elsewhere in the row, or of no use in one. */
const LEFT_OUT = new Set(['event', 'bodyHash', 'history', 'requests']);
const LONGEST = 130;
const LONGEST_VALUE = 40;

/** A decoded record in one line: what it is, and then its own fields, but for its key, as many as there is room for. */
export function summaryOf(value: unknown, key: string | null = null): string {
  if (typeof value !== 'object' || value === null) return '';
  const fields = Object.entries(value).filter(
    ([name, field]) => !LEFT_OUT.has(name) && field !== key && !/At$/.test(name),
  );
  const rank = (name: string): number => {
    const at = FIRST.indexOf(name);
    return at === -1 ? FIRST.length : at;
  };
  const parts = fields
    .toSorted(([a], [b]) => rank(a) - rank(b))
    .flatMap(([name, field]) => {
      const text = textOf(field);
      if (text === null) return [];
      return [rank(name) < FIRST.length ? text : name === 'version' ? `version ${text}` : `${name} ${text}`];
    });
  let line = '';
  for (const part of parts) {
    const next = line === '' ? part : `${line} · ${part}`;
    if (next.length > LONGEST) return line === '' ? cut(part, LONGEST) : `${line} …`;
    line = next;
  }
  return line;
}

/** Null: nothing that is worth its room. */
function textOf(field: unknown): string | null {
  if (field === null || field === undefined || field === '') return null;
  if (Array.isArray(field)) return field.length === 0 ? null : `[${field.length}]`;
  if (typeof field === 'object') {
    const { amount, currency } = field as { amount?: unknown; currency?: unknown };
    return typeof amount === 'number' && typeof currency === 'string' ? moneyText(amount, currency) : null;
  }
  const text = String(field);
  return text.startsWith('lp1.') ? '(sealed)' : cut(text, LONGEST_VALUE);
}

/** In its major unit, with as many digits as the currency has. */
function moneyText(amount: number, currency: string): string {
  if (!/^[A-Z]{3}$/.test(currency)) return `${amount} ${currency}`;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const { maximumFractionDigits: digits = 2 } = format.resolvedOptions();
  return `${(amount / 10 ** digits).toFixed(digits)} ${currency}`;
}

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
