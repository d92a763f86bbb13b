import { parser } from 'sax';

export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
};

/** Parses strictly; throws where it is no well-formed XML with namespaces. */
export function parsedXml(text: string): XmlElement {
  const top: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  const reader = parser(true, { xmlns: true });
  reader.onerror = error => {
    throw error;
  };
  reader.onopentag = ({ local, uri, attributes }) => {
    const values = Object.entries(attributes).map(([name, { value }]) => [name, value]);
    const name = uri === 'http://www.w3.org/2005/Atom' ? local : `${uri} ${local}`;
    const element = { name, attributes: Object.fromEntries(values), children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  };
  reader.ontext = part => {
    const last = open.at(-1);
    if (last !== undefined) last.text += part;
  };
  reader.onclosetag = () => void open.pop();
  reader.write(text).close();
  return top.children[0] as XmlElement;
}

export type ParsedFeed = {
  readonly id: string;
  readonly isArchive: boolean;
  readonly links: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: what a spec asserts of content is its shape.
  readonly entries: readonly { id: string; title: string; updated: string; src: string | null; content: any }[];
};

/** Checks what RFC 4287 demands of every feed and entry. */
export function parsedFeed(text: string): ParsedFeed {
  const feed = parsedXml(text);
  if (feed.name !== 'feed') throw new Error(`No feed, but ${feed.name}`);
  const one = (element: XmlElement, name: string): XmlElement => {
    const found = element.children.filter(child => child.name === name);
    if (found.length !== 1) throw new Error(`${found.length} × ${name} in ${element.name}`);
    return found[0] as XmlElement;
  };
  for (const name of ['id', 'title', 'updated', 'author']) one(feed, name);
  const links = feed.children.filter(({ name }) => name === 'link').map(({ attributes }) => attributes);
  const entries = feed.children
    .filter(({ name }) => name === 'entry')
    .map(entry => {
      const content = one(entry, 'content');
      const updated = one(entry, 'updated').text;
      if (Number.isNaN(Date.parse(updated))) throw new Error(`No time: ${updated}`);
      return {
        id: one(entry, 'id').text,
        title: one(entry, 'title').text,
        updated,
        src: content.attributes.src ?? null,
        content: content.attributes.src === undefined ? JSON.parse(content.text) : null,
      };
    });
  return {
    id: one(feed, 'id').text,
    isArchive: feed.children.some(({ name }) => name === 'http://purl.org/syndication/history/1.0 archive'),
    links: Object.fromEntries(links.map(({ rel, href }) => [rel, href])),
    entries,
  };
}
