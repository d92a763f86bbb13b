import type { AnswerOf } from '../answers.ts';
import { type Content, type Html, html } from '../html.ts';
import { badge, count, counted, notice } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import { type Told, untold } from '../parts/told.ts';
import { place } from '../places.ts';
import { ago, moment } from '../times.ts';

export type Laws = AnswerOf<'/flow/laws'>;
type Law = Laws['laws'][number];
type Violation = Laws['violations'][number];
type HeldUp = Laws['heldUpBy'][number];

/** A proof that is older than this is no news of now, ms: looks come every five seconds. */
const LATE_MS = 60_000;
/** Violations that are shown; REST has more. */
const SHOWN = 25;

const LAWS: Readonly<Record<NonNullable<Law['law']>, string>> = {
  owed: 'an order is at its end, or somebody owes it a step',
  money: 'what was captured less refunded is the worth of what was dispatched and kept',
  goods: 'what was dispatched is consumed, and nothing is reserved for an order that has ended',
  'stock-books': 'what came in and went out comes to what is on hand and consumed',
  'stock-held': 'what stock has reserved and given out is what the orders say',
  versions:
    'each fact is one version later than the one before it of its key, as they stand on the log; told for a day',
};

/** Whether the books of orders, money and stock agree, up to when that is proved, and who holds the proof up. */
export function lawsSection(told: Told<Laws>, now: number): Content {
  const { value } = told;
  return html`<section id="laws"><h2>The laws of orders, money and stock</h2>
${untold('Whether they hold', told)}${value !== null && [standing(value, now), lawTable(value, now), violationTable(value)]}</section>`;
}

function standing({ lookedAt, provedUpTo, heldUpBy, round }: Laws, now: number): Html {
  if (lookedAt === null) {
    return notice(
      'none',
      html`<p>Nobody has looked yet: whoever keeps projections does, <code>npx longplay projections</code>.</p>`,
    );
  }
  const proved =
    provedUpTo === null
      ? 'Nothing is proved yet'
      : html`Proved up to ${moment(provedUpTo)} UTC, ${ago(provedUpTo, now)}`;
  const isNever = provedUpTo === null && heldUpBy.length > 0;
  const isLate = isNever || now - Date.parse(provedUpTo ?? lookedAt) > LATE_MS;
  const last =
    round?.finishedAt !== undefined &&
    html` The last whole round, over ${counted(round.orders ?? 0, 'order')} and ${counted(round.skus ?? 0, 'product')}, ended ${ago(round.finishedAt, now)}.`;
  if (!isLate) return html`<p>${proved}.${last}</p>`;
  const what = html`<p><b>${proved}.</b> What is broken since is not told.</p>`;
  const whom =
    heldUpBy.length === 0
      ? html`<p>Somebody looked last ${ago(lookedAt, now)}: is a process running that keeps projections?</p>`
      : html`<ul>${heldUpBy.map(one => html`<li>${heldUpText(one)}</li>`)}</ul>`;
  return notice('warn', [what, whom]);
}

function heldUpText({ reader, why, on }: HeldUp): Html {
  const [, projection] = /^projections\.(.+)$/.exec(reader) ?? [];
  const at = projection === undefined ? place(['nodes', 'processors', reader]) : place(['projections', projection]);
  return html`<a href="${at}">${projection === undefined ? reader : `The read model ${projection}`}</a> ${SAYS[why]} (<span class="mono">${on.join(', ')}</span>)`;
}

const SAYS: Readonly<Record<HeldUp['why'], string>> = {
  paused: 'is paused',
  stopped: 'is stopped by its storm breaker',
  behind: 'has not read on',
};

function lawTable({ laws, provedUpTo }: Laws, now: number): Content {
  const isProved = provedUpTo !== null && now - Date.parse(provedUpTo) <= LATE_MS;
  return table<Law>({
    caption: 'Laws',
    columns: [
      { title: 'Law', cell: ({ law }) => html`<b class="nowrap">${law}</b> <span class="hint">${LAWS[law]}</span>` },
      { title: 'Broken', cell: law => brokenText(law, isProved) },
    ],
    rows: laws,
    id: ({ law }) => `law-${law}`,
    empty: null,
  });
}

function brokenText({ broken, atLeast }: Law, isProved: boolean): Html {
  if (broken > 0)
    return badge('bad', `in ${atLeast ? 'at least ' : ''}${count(broken)} ${broken === 1 ? 'place' : 'places'}`);
  if (atLeast) return badge('warn', 'not known to hold');
  return isProved ? badge('good', 'holds') : badge('none', 'not proved now');
}

const violationTable = ({ violations }: Laws): Content =>
  violations.length > 0 &&
  table<Violation>({
    caption: violations.length > SHOWN ? `Where: the first ${SHOWN}` : 'Where',
    columns: [
      { title: 'Law', cell: ({ law }) => law },
      { title: 'Order or product', cell: whereOf },
      { title: 'What is wrong', cell: ({ sentence }) => sentence },
      { title: 'Since', cell: ({ since }) => html`${moment(since)} UTC` },
    ],
    rows: violations.slice(0, SHOWN),
    id: ({ law, key, topic }) => `broken-${law}-${topic ?? ''}-${key.replaceAll(/[^\w-]/g, '_')}`,
    empty: null,
  });

const whereOf = ({ law, key, topic }: Violation): Html =>
  topic != null
    ? html`<a class="mono" href="${place(['topics', topic], { key })}">${key}</a>`
    : law.startsWith('stock-')
      ? html`<span class="mono">${key}</span>`
      : html`<a class="mono" href="${place(['orders', key])}">${key}</a>`;
