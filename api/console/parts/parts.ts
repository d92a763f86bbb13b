import { type Content, type Html, html } from '../html.ts';
import { type Mood, sign } from '../strip.ts';

/** A state as a shape and a word. */
export const badge = (mood: Mood, text: string): Html => html`<span class="badge ${mood}">${sign(mood)} ${text}</span>`;

/** Where there is nothing: why, and what to do. */
export const empty = (why: Content, what: Content = null): Html =>
  html`<div class="empty"><p>${why}</p>${what !== null && html`<p>${what}</p>`}</div>`;

/** Something to be seen before everything else. */
export const notice = (mood: Mood, text: Content): Html =>
  html`<div class="notice ${mood}" role="${mood === 'bad' ? 'alert' : 'status'}">${sign(mood)} <div>${text}</div></div>`;

/** Names and values. */
export const facts = (all: readonly (readonly [name: string, value: Content])[]): Html =>
  html`<dl class="facts">${all.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

/** A text to be read as it is: JSON, bytes, a command. */
export const code = (text: string, label: string): Html =>
  html`<pre class="code" tabindex="0" role="region" aria-label="${label}"><code>${text}</code></pre>`;

/** A command to be copied. */
export const command = (text: string): Html =>
  html`<div class="command"><code>${text}</code> <button type="button" class="quiet copy" data-copy="${text}" hidden>Copy</button></div>`;

export const json = (value: unknown, label: string): Html => code(JSON.stringify(value, null, 2) ?? 'null', label);

type Tab = { readonly title: string; readonly href: string; readonly current: boolean; readonly count?: number };

/** Several views of the same thing, each with an address. */
export const tabs = (label: string, all: readonly Tab[]): Html =>
  html`<nav class="tabs" aria-label="${label}"><ul>${all.map(
    ({ title, href, current, count }) =>
      html`<li><a href="${href}"${current && html` aria-current="page"`}>${title}${count !== undefined && html` <span class="count">${count}</span>`}</a></li>`,
  )}</ul></nav>`;

/** Where a list goes on. */
export const pager = (first: string | null, next: string | null): Content =>
  (first !== null || next !== null) &&
  html`<nav class="pager" aria-label="Pages">${first !== null && html`<a href="${first}">To the beginning</a>`} ${next !== null && html`<a href="${next}" rel="next">Further</a>`}</nav>`;

/** How far something is; `text` says it. */
export const progress = (percent: number, label: string, text: string): Html =>
  html`<div class="progress"><progress max="100" value="${percent}" aria-label="${label}"></progress> <span>${text}</span></div>`;

/** A link that looks like a button: it leads to where something is confirmed. */
export const button = (href: string, text: Content, kind: 'plain' | 'danger' = 'plain'): Html =>
  html`<a class="button ${kind}" href="${href}">${text}</a>`;

/** 12,345 */
export const count = (n: number | bigint): string => n.toLocaleString('en');

/** “1 order”, “3 orders”. */
export const counted = (n: number | bigint, one: string, many: string = `${one}s`): string =>
  `${count(n)} ${Number(n) === 1 ? one : many}`;
