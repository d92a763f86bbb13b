import { caseLink, hospitalPlace } from '../hospital/places.ts';
import { type Content, type Html, html, joined } from '../html.ts';
import { notice } from '../parts/parts.ts';
import type { Case } from './story.ts';

/** So many cases are named in a sentence. */
const NAMED = 5;

/** Cases of the order's own key: of one that does not say, it is. */
export const ofItsKey = (cases: readonly Case[]): Case[] =>
  cases.filter(({ concern }) => concern === undefined || concern === 'own-key');

/** What belongs to the order's story: its own cases, others whose record names it, and what it waits behind since it began. */
export const ofItsStory = (cases: readonly Case[], began: number): Case[] =>
  cases.filter(({ concern, admittedAt }) => concern !== 'holds-it-up' || Date.parse(admittedAt) >= began);

/**
 * What is parked of the order under other keys than its own, and what it waits behind there.
 *
 * @param unread cases that could not be looked at: any of them may be about the order.
 */
export function parkedElsewhere(cases: readonly Case[], unread: number): Content {
  const open = cases.filter(({ closedAt }) => closedAt == null);
  const naming = open.filter(({ concern }) => concern === 'names-it');
  const holding = open.filter(({ concern }) => concern === 'holds-it-up');
  return [
    naming.length > 0 &&
      notice(
        'bad',
        html`<p>What was asked for it under ${naming.length === 1 ? 'another key' : 'other keys'} is parked: ${listed(naming)}.</p>`,
      ),
    holding.length > 0 &&
      notice(
        'bad',
        html`<p>It waits behind ${holding.length === 1 ? 'a case that is' : 'cases that are'} not ${unread > 0 && 'known to be '}about this order: ${listed(holding)}. Nothing later of ${holding.length === 1 ? 'that key' : 'those keys'} is processed before that is treated.</p>`,
      ),
    unread > 0 &&
      notice(
        'warn',
        html`<p>${unread === 1 ? 'One more open case' : `${unread} more open cases`} under the keys of its customer or its products may be about this order: ${unread === 1 ? 'its record' : 'their records'} could not be looked at.</p>`,
      ),
  ];
}

const listed = (cases: readonly Case[]): Content => [
  joined(cases.slice(0, NAMED).map(named), ', '),
  cases.length > NAMED && html` and ${cases.length - NAMED} more`,
];

const named = ({ caseId, processor, key }: Case): Html =>
  html`case ${caseLink(caseId)} of ${processor}, key <a class="mono" href="${hospitalPlace({ processor, key, state: 'open' })}">${key}</a>`;
