import { type Content, type Html, html } from '../html.ts';
import { command, count, counted, empty, facts, notice } from '../parts/parts.ts';
import { place } from '../places.ts';
import { type Asked, type Browsed, besides, wayOf } from './browse.ts';
import { curlOf, longplayOf } from './commands.ts';
import { limits, type RecordView, showsNewest, viewAddress } from './record-view.ts';
import { rowsOf } from './rows.ts';
import { offsetsOf, type Topic } from './topic-list.ts';

export type TopicPage = {
  readonly topic: Topic;
  readonly view: RecordView;
  readonly browsed: Browsed;
  /** What the API was asked for it. */
  readonly asked: readonly Asked[];
  /** Address of the API. */
  readonly base: string;
};

/** Records of a topic, as its address says. */
export function topicPage({ topic, view, browsed, asked, base }: TopicPage): Content {
  const name = view.topic;
  return html`${aboutTopic(topic)}
${filters(topic, view)}
${browsed.complete ? null : notice('warn', html`<p>${unfinished(view, browsed)}</p>`)}
${pagerOf(view, browsed)}
${browsed.records.length + browsed.gaps.length === 0 ? nothing(topic, view) : rowsOf(name, browsed, view)}
${pagerOf(view, browsed)}
<details id="commands"><summary>This view as a command</summary><div class="inside">
${commandsOf(view, topic.key === 'order id', asked, base)}</div></details>`;
}

const aboutTopic = ({ kind, key, writtenBy = [], partitions = [], holds }: Topic): Html =>
  html`<p>${holds}</p>${facts([
    ['Kind', kind === 'facts' ? 'facts, compacted' : 'requests, trimmed when read'],
    ['Key', key],
    ['Written by', writtenBy.join(', ')],
    ['Offsets', `${count(offsetsOf(partitions))} in ${counted(partitions.length, 'partition')}`],
  ])}`;

function filters({ partitions = [], key }: Topic, view: RecordView): Html {
  const option = (value: string | number, text: string, chosen: boolean): Html =>
    html`<option value="${value}"${chosen && html` selected`}>${text}</option>`;
  return html`<form class="filters" action="${place(['topics', view.topic])}">
<div><label for="key">Key <span class="hint">${key}</span></label><input id="key" name="key" value="${view.key}" maxlength="1000" autocomplete="off"></div>
<div><label for="partition">Partition</label><select id="partition" name="partition">${option('', 'all', view.partition === null)}${partitions.map((_, n) => option(n, String(n), view.partition === n))}</select></div>
<div><label for="offset">From offset</label><input id="offset" name="offset" value="${view.offset}" inputmode="numeric" pattern="[0-9]{1,19}" size="8" autocomplete="off"></div>
<div><label for="time">From time <span class="hint">UTC</span></label><input id="time" name="time" value="${view.time}" placeholder="2026-11-21 10:00" size="16" autocomplete="off"></div>
<div><label for="order">Order</label><select id="order" name="order">${option('newest', 'newest first', view.order === 'newest')}${option('oldest', 'oldest first', view.order === 'oldest')}</select></div>
<div><label for="limit">Records</label><select id="limit" name="limit">${limits.map(one => option(one, String(one), view.limit === one))}</select></div>
<div><label for="as">Values</label><select id="as" name="as">${option('', 'decoded', !view.raw)}${option('raw', 'raw bytes', view.raw)}</select></div>
<div><button>Show</button></div>
<div><a href="${place(['topics', view.topic])}">Newest of all</a></div>
</form>`;
}

function pagerOf(view: RecordView, browsed: Browsed): Content {
  const { older, newer } = besides(view, browsed);
  const links = [
    newer !== null && html`<a href="${viewAddress(newer)}">Newer records</a>`,
    older !== null && html`<a href="${viewAddress(older)}">Older records</a>`,
  ];
  const ordered = view.order === 'newest' ? links : links.toReversed();
  return links.some(one => one !== false) && html`<nav class="pager" aria-label="Pages">${ordered}</nav>`;
}

/** Why there is nothing, and what to do. */
function nothing({ partitions, name }: Topic, view: RecordView): Html {
  const all = html`<a href="${place(['topics', view.topic])}">See its newest records</a>.`;
  if ((partitions ?? []).length === 0) {
    return empty(
      `The brokers do not have the topic ${name}.`,
      'It is made when Longplay starts: see whether that went well.',
    );
  }
  if (offsetsOf(partitions) === 0n)
    return empty(
      'Nothing has been written to this topic, or all of it was trimmed.',
      html`What comes is shown here by itself. <a href="${place(['nodes', 'topics', name ?? view.topic])}">Who writes and reads it</a> tells whether something should be here.`,
    );
  if (view.key !== null) {
    const where = 'Keys are compared exactly, and what compaction or trimming took away is not found.';
    return empty(`No record with the key ${view.key} was found in what was looked at.`, html`${where} ${all}`);
  }
  return empty(wayOf(view) === 'forward' ? 'Nothing is newer than that.' : 'Nothing is older than that.', all);
}

function unfinished(view: RecordView, { covered }: Browsed): string {
  const ranges = covered.map(({ partition, from, to }) => `offsets ${from} to ${to} of partition ${partition}`);
  const more = view.key === null ? 'The pages beside it go on there.' : '“Newer records” goes on there.';
  return `Time or bytes ran out: looked at were ${ranges.join(', ')}. ${more}`;
}

function commandsOf(view: RecordView, ofOrder: boolean, asked: readonly Asked[], base: string): Content {
  const longplay = longplayOf(view, ofOrder);
  return html`${longplay !== null && html`<p>With the command line:</p>${command(longplay)}`}
<p>From the API, one question for each partition; the key is in <code>LONGPLAY_KEY</code>:</p>
${asked.map(one => command(curlOf(base, view.topic, one)))}
${showsNewest(view) && html`<p>As they come:</p>${command(`curl -sN -H "authorization: Bearer $LONGPLAY_KEY" '${base}/topics/${encodeURIComponent(view.topic)}/events'`)}`}`;
}
