import { styleText } from 'node:util';
import { printable } from '../plain-text.ts';
import type { Told } from './told.ts';

const good = new Set(['CONFIRMED', 'DELIVERED', 'CAPTURED', 'AUTHORISED', 'ALLOCATED', 'ACTIVE', 'CONSUMED']);
const bad = /REJECT|DECLINED|FAILED|SHORT|REFUSED|OVERDUE|CANCEL|STOP|DELETED/;

/** One event as a line of text. */
export function lineOf(told: Told, { colours, width }: { readonly colours: boolean; readonly width: number }): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    colours ? styleText(style, text, { validateStream: false }) : text;
  const version = told.version === null ? '' : ` v${told.version}`;
  const key = told.key === null ? '(no key)' : printable(told.key);
  const start = `${paint('dim', told.time)}  ${paint('cyan', told.topic.padEnd(width))}  ${key}${version}`;
  if (told.undecodable !== null) {
    const { reason, bytes, begins } = told.undecodable;
    const what = `undecodable: ${reason}, ${bytes} bytes at ${told.partition}/${told.offset}`;
    return `${start}  ${paint('red', what)}, beginning ${begins || 'nowhere'}`;
  }
  const colour = (what: string) => (bad.test(what) ? 'red' : good.has(what) ? 'green' : 'bold');
  const steps = told.changes.map(
    ({ what, reason }) => `${paint(colour(what), what)}${reason === null ? '' : ` (${reason})`}`,
  );
  // The status is the last step, unless something else was noted, or nothing.
  const status = told.status;
  if (status !== null && told.changes.at(-1)?.what !== status) steps.push(`still ${paint(colour(status), status)}`);
  return `${start}  ${steps.join(' → ')}${told.type === null ? '' : `  ${paint('dim', told.type)}`}`;
}
