import type { ServerHealth } from '../../runtime/observe/health.ts';
import { type Content, type Html, html } from './html.ts';
import type { Standing } from './map/standing.ts';
import { place } from './places.ts';
import type { Pulse } from './pulse.ts';
import { lengthText } from './times.ts';

/** `bad`: it needs a person. `warn`: it may. `none`: it cannot be told. */
export type Mood = 'good' | 'warn' | 'bad' | 'none';

export const moodWords: Readonly<Record<Mood, string>> = { good: 'well', warn: 'look', bad: 'act', none: 'unknown' };

type Item = { readonly name: string; readonly mood: Mood; readonly says: string; readonly href: string };

const titles: Readonly<Record<string, string>> = { kafka: 'Broker', registry: 'Registry', postgres: 'Database' };

/** Clocks that differ by more than this mix up the order of what is told, ms. */
const CLOCKS_APART_MS = 250;
const CLOCKS_FAR_APART_MS = 5_000;

/** What the strip says, in its order. */
export function itemsOf(pulse: Pulse): Item[] {
  return [
    ...Object.entries(pulse.servers).map(([name, health]) => serverItem(name, health)),
    processorItem(pulse.processors),
    hospitalItem(pulse.hospital),
    clockItem(pulse.clock),
  ];
}

const serverItem = (name: string, health: ServerHealth): Item => ({
  name: titles[name] ?? name,
  mood: health.status === 'up' ? 'good' : 'bad',
  says: health.status === 'up' ? `${health.ms} ms` : health.reason,
  href: '/console',
});

function processorItem(processors: Pulse['processors']): Item {
  const item = { name: 'Processors', href: '/console' };
  if (processors === null) return { ...item, mood: 'none', says: 'unknown' };
  const named = (state: Standing['state']): string =>
    processors
      .filter(({ standing }) => standing.state === state)
      .map(({ station }) => station.processor)
      .join(', ');
  const [stopped, paused, behind] = [named('stopped'), named('paused'), named('behind')];
  const lag = processors.reduce((sum, one) => sum + one.lag, 0n);
  if (stopped !== '') return { ...item, mood: 'bad', says: `${stopped} stopped, lag ${lag}` };
  if (paused !== '') return { ...item, mood: 'warn', says: `${paused} paused, lag ${lag}` };
  if (behind !== '') return { ...item, mood: 'warn', says: `${behind} behind, lag ${lag}` };
  return { ...item, mood: 'good', says: lag === 0n ? 'caught up' : `lag ${lag}` };
}

function hospitalItem(groups: Pulse['hospital']): Item {
  const item = { name: 'Hospital', href: place(['hospital']) };
  if (groups === null) return { ...item, mood: 'none', says: 'unknown' };
  const cases = groups.reduce((sum, one) => sum + one.cases, 0);
  const keys = groups.reduce((sum, one) => sum + one.keysBlocked, 0);
  if (cases === 0) return { ...item, mood: 'good', says: 'empty' };
  const mood = groups.every(one => one.transient) ? 'warn' : 'bad';
  return { ...item, mood, says: `${cases} ${cases === 1 ? 'case' : 'cases'}, ${keys} blocked` };
}

function clockItem(clock: Pulse['clock']): Item {
  const item = { name: 'Clock', href: '/console' };
  if (clock === null) return { ...item, mood: 'none', says: 'unknown' };
  const apart = Math.max(0, Math.abs(clock.ahead) - clock.error);
  const mood = apart > CLOCKS_FAR_APART_MS ? 'bad' : apart > CLOCKS_APART_MS ? 'warn' : 'good';
  return { ...item, mood, says: apart === 0 ? 'in step' : `${lengthText(apart)} apart` };
}

/** The health strip of every page. */
export function strip(pulse: Pulse): Html {
  return html`<section id="strip" class="strip" aria-label="Health">
<ul>${itemsOf(pulse).map(itemOf)}</ul>
${pulse.degraded.length > 0 && degradedOf(pulse.degraded)}
</section>`;
}

const itemOf = ({ name, mood, says, href }: Item): Html =>
  html`<li><a class="pill ${mood}" href="${href}"><b>${name}</b> ${sign(mood)} <span>${says}</span></a></li>`;

const degradedOf = (sentences: readonly string[]): Content =>
  html`<ul class="degraded">${sentences.map(one => html`<li>${one}</li>`)}</ul>`;

const SIGNS: Readonly<Record<Mood, string>> = { good: '●', warn: '▲', bad: '■', none: '?' };

/** A mood as a shape and, for whoever hears the page, as a word: never as a colour alone. */
export const sign = (mood: Mood): Html =>
  html`<span class="sign ${mood}" aria-hidden="true">${SIGNS[mood]}</span><span class="heard">${moodWords[mood]}</span>`;
