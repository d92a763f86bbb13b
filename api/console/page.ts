import type { FastifyReply, FastifyRequest } from 'fastify';
import { addressOf } from './assets.ts';
import { type Content, type Html, html, render } from './html.ts';
import { type Area, areas } from './places.ts';
import type { Pulse } from './pulse.ts';
import { FRAGMENT_HEADER, offer } from './shared-pages.ts';
import { strip } from './strip.ts';

export type Page = {
  /** What the tab of the browser says, and the heading. */
  readonly title: string;
  /** Which of the areas on top is marked. Null: none. */
  readonly area: Area | null;
  readonly body: Content;
  /** What the page shows a part of: where it changes, the page is fetched again and morphed. Left out: nothing. */
  readonly live?: readonly Live[];
  /** What it shows is not whole yet: it is fetched again before long, by the script, or where there is none by the browser. */
  readonly partial?: boolean;
  /** Status code. Default 200. */
  readonly status?: number;
  /** Stands beside the heading: counts, buttons. */
  readonly beside?: Content;
  /** The pages that it is a part of. */
  readonly path?: readonly { readonly title: string; readonly href: string }[];
};

/** What a page can be told has changed (live.ts). */
export type Live = 'pulse' | 'orders' | 'hospital' | 'projections' | 'log';

/** Nothing from elsewhere, nothing inline, in no frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Sends a page; to the console's script, what of it can change. */
export function sendPage(request: FastifyRequest, reply: FastifyReply, page: Page, pulse: Pulse | null): FastifyReply {
  // What came of a form is not what its address shows when it is asked for again.
  const main = mainOf(page, pulse, request.method === 'POST' ? [] : page.live);
  const { status = 200, live = [], partial = false } = page;
  // What no look tells the changes of, or is not whole, is made anew for each who asks.
  if (status === 200 && live.length > 0 && !partial) offer(request, main);
  const whole = request.headers[FRAGMENT_HEADER] === undefined ? document(page, main, request) : main;
  return sendHtml(reply.code(status), whole);
}

export const sendHtml = (reply: FastifyReply, piece: Html): FastifyReply =>
  reply
    .header('content-security-policy', POLICY)
    .header('cache-control', 'no-store')
    .header('vary', FRAGMENT_HEADER)
    .type('text/html; charset=utf-8')
    .send(render(piece));

/** Without a strip and without parts that can change it needs no stream. */
function mainOf({ title, body, beside, path = [], partial }: Page, pulse: Pulse | null, live?: readonly Live[]): Html {
  const moves = pulse !== null || live !== undefined;
  return html`<div id="page"${moves && html` data-live="${(live ?? []).join(' ')}"`}${partial && html` data-partial`}>
${pulse !== null && strip(pulse)}
<main id="main" tabindex="-1">
${path.length > 0 && trail(path)}
<div class="heading"><h1>${title}</h1>${beside}</div>
${body}
</main>
</div>`;
}

const trail = (path: NonNullable<Page['path']>): Html =>
  html`<nav class="trail" aria-label="Where this is"><ol>${path.map(one => html`<li><a href="${one.href}">${one.title}</a></li>`)}</ol></nav>`;

/** With a script it would be loaded again beneath whoever reads it. */
const RELOAD = html`<noscript><meta http-equiv="refresh" content="2"></noscript>
`;

const document = ({ title, area, partial }: Page, main: Html, { caller }: FastifyRequest): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${partial && RELOAD}<title>${title} · Longplay</title>
<link rel="icon" href="${addressOf('icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${addressOf('console.css')}">
<script type="module" src="${addressOf('console.js')}"></script>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header class="bar">
<a class="brand" href="/console">${LOGO}<span>Longplay</span></a>
<nav aria-label="Console"><ul>${areas.map(
  one => html`<li><a href="${one.href}"${one.name === area && html` aria-current="page"`}>${one.title}</a></li>`,
)}</ul></nav>
<div class="who">
<span id="stream" class="stream" hidden></span>
${caller?.kind !== 'ANONYMOUS' && html`<form method="post" action="/console/sign-out"><span class="caller">${caller?.id}</span> <button class="quiet">Sign out</button></form>`}
</div>
</header>
${main}
</body>
</html>`;

const LOGO = html`<svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true" focusable="false"><circle cx="14" cy="14" r="13" class="disc"/><circle cx="14" cy="14" r="9" class="groove"/><circle cx="14" cy="14" r="6" class="groove"/><circle cx="14" cy="14" r="3.5" class="label"/></svg>`;
