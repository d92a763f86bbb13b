import type { AnswerOf } from '../answers.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../page.ts';
import { place } from '../places.ts';

export type Group = AnswerOf<'/hospital'>['groups'][number];
export type Queue = AnswerOf<'/hospital/keys'>['keys'][number];
export type CaseRead = AnswerOf<'/hospital/cases/{caseId}'>;
export type Case = CaseRead['case'];
export type Content = AnswerOf<'/hospital/cases/{caseId}/content'>;
export type Standing = AnswerOf<'/streams'>['items'][number];
export type Actor = Case['treatments'][number]['actor'];

/** Where things of the hospital are in the console. A case's id has slashes, and is one part of the address. */
export const hospitalPlace = (query: Parameters<typeof place>[1] = {}): string => place(['hospital'], query);
export const groupPlace = ({ processor, group }: Pick<Group, 'processor' | 'group'>, ...more: string[]): string =>
  place(['hospital', 'groups', processor, group, ...more]);
export const casePlace = (caseId: string, ...more: string[]): string => place(['hospital', 'cases', caseId, ...more]);
export const keyPlace = (processor: string, key: string, deed: string): string =>
  place(['hospital', 'keys', processor, key, deed]);
export const processorPlace = (processor: string, deed: 'pause' | 'resume'): string =>
  place(['hospital', 'processors', processor, deed]);

export const inHospital: NonNullable<Page['path']> = [{ title: 'Hospital', href: hospitalPlace() }];

/** Of a projection's cases; null: they are a processor's. */
export const projectionOf = (processor: string): string | null =>
  processor.startsWith('projections.') ? processor.slice('projections.'.length) : null;

export const caseLink = (caseId: string): Html => html`<a class="mono" href="${casePlace(caseId)}">${caseId}</a>`;

export const actorText = (actor: Actor): string => actor?.id ?? 'unknown';

/** What a POST of the hospital has led to: where that is told. */
export function whereAsked(answer: object, otherwise: string): string {
  const links = 'links' in answer ? (answer.links as Readonly<Record<string, string>>) : {};
  const { outcome } = links;
  if (outcome === undefined) return otherwise;
  const { pathname, searchParams } = new URL(outcome, 'http://here');
  const parts = pathname.slice(1).split('/').map(decodeURIComponent);
  return place(parts, { ...Object.fromEntries(searchParams), of: otherwise });
}
