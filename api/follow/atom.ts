/** Writing Atom (RFC 4287) with the links of archived feeds (RFC 5005), which the packages that write feeds have no place for. */

export type AtomLink = { readonly rel: string; readonly href: string };

export type AtomEntry = {
  readonly id: string;
  readonly title: string;
  readonly updated: string;
  /** JSON, written into the entry; null: it lies where `link` says. */
  readonly content: unknown;
  readonly link: string;
};

export type AtomFeed = {
  readonly id: string;
  readonly title: string;
  readonly updated: string;
  readonly author: string;
  /** It will never change but for what compaction takes away. */
  readonly isArchive: boolean;
  readonly links: readonly AtomLink[];
  readonly entries: readonly AtomEntry[];
};

export const ATOM = 'application/atom+xml; charset=utf-8';

export function atomText(feed: AtomFeed): string {
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0">',
    element('id', feed.id),
    element('title', feed.title),
    element('updated', feed.updated),
    `<author>${element('name', feed.author)}</author>`,
    ...(feed.isArchive ? ['<fh:archive/>'] : []),
    ...feed.links.map(linkText),
    ...feed.entries.map(entryText),
    '</feed>',
  ];
  return `${lines.join('\n')}\n`;
}

function entryText({ id, title, updated, content, link }: AtomEntry): string {
  const body =
    content === null
      ? `<content type="application/json" src="${escaped(link)}"/>`
      : `<content type="application/json">${escaped(JSON.stringify(content))}</content>`;
  const alternate = linkText({ rel: 'alternate', href: link });
  return [
    '<entry>',
    element('id', id),
    element('title', title),
    element('updated', updated),
    alternate,
    body,
    '</entry>',
  ].join('\n');
}

const element = (name: string, text: string): string => `<${name}>${escaped(text)}</${name}>`;

const linkText = ({ rel, href }: AtomLink): string => `<link rel="${escaped(rel)}" href="${escaped(href)}"/>`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no way to write control characters and lone surrogates, not even escaped: U+FFFD stands for them. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"]/g, character => ENTITIES[character] as string);
}
