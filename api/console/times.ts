import { type Html, html } from './html.ts';

const UNITS = [
  [86_400_000, 'd', 3_600_000, 'h'],
  [3_600_000, 'h', 60_000, 'min'],
  [60_000, 'min', 1_000, 's'],
] as const;

/** A length of time in its two largest units: 850 ms, 4.2 s, 3 min 5 s, 2 d 4 h. */
export function lengthText(ms: number): string {
  if (ms < 0) return `−${lengthText(-ms)}`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(ms < 9_950 ? 1 : 0)} s`;
  for (const [size, unit, small, smallUnit] of UNITS) {
    if (ms < size) continue;
    const whole = Math.floor(ms / size);
    const rest = Math.floor((ms % size) / small);
    return rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${smallUnit}`;
  }
  return '1 min';
}

type Time = string | number | Date;

/** To the second, in UTC, as the log has it. */
export const timeText = (at: Time): string =>
  new Date(at)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, '');

/** A moment: how long ago, and exactly when for whoever asks. */
export function ago(at: Time | null | undefined, now: number = Date.now()): Html {
  if (at === null || at === undefined) return html`<span class="none">never</span>`;
  const time = new Date(at);
  const ms = now - time.getTime();
  const text = Math.abs(ms) < 1_000 ? 'now' : ms > 0 ? `${lengthText(ms)} ago` : `in ${lengthText(-ms)}`;
  return html`<time datetime="${time.toISOString()}" title="${timeText(time)} UTC">${text}</time>`;
}

/** A moment: exactly when. */
export const moment = (at: Time): Html => html`<time datetime="${new Date(at).toISOString()}">${timeText(at)}</time>`;
