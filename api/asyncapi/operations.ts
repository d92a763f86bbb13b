import type { Station } from '../../schemas/station.ts';
import type { TopicDefinition } from '../../schemas/topic-definition.ts';
import type { Json } from './messages.ts';

/** What each processor, the API and the command line send and receive; a request names where it is answered. */
export function operationsOf(topics: readonly TopicDefinition[], stations: readonly Station[]): Record<string, Json> {
  const byName = new Map(topics.map(topic => [topic.name, topic]));
  const operations: Record<string, Json> = {};

  const messageOf = (name: string): string => {
    const topic = byName.get(name);
    if (topic === undefined) throw new Error(`The catalogue has no topic ${name}.`);
    return `#/channels/${name}/messages/${topic.record}`;
  };
  const add = (who: string, action: 'send' | 'receive', topic: string, summary: string, reply: Json | null = null) => {
    operations[`${who}.${action}.${topic}`] = {
      action,
      channel: { $ref: `#/channels/${topic}` },
      title: `${who} ${action}s ${topic}`,
      summary,
      messages: [{ $ref: messageOf(topic) }],
      tags: [{ name: who }],
      ...(reply !== null && { reply }),
    };
  };
  const replyOf = (who: Station | null, topic: string): Json | null => {
    const answering = answersOf(who, topic, stations);
    if (answering === null) return null;
    return { channel: { $ref: `#/channels/${answering}` }, messages: [{ $ref: messageOf(answering) }] };
  };

  for (const station of stations) {
    const { processor, owns, reads, tables, asks, effects } = station;
    for (const topic of reads) add(processor, 'receive', topic, 'Decides on each record, exactly once.');
    for (const topic of tables) add(processor, 'receive', topic, 'Reads it as a table: it causes nothing.');
    const intent = effects.length === 0 ? '' : ` Effects that it intends: ${effects.join(', ')}.`;
    add(processor, 'send', owns, `Writes what happened, and restores its state from it.${intent}`);
    for (const topic of asks) {
      const outcome = topic === `${processor}.outcomes`;
      const summary = outcome ? 'Tells what became of each request.' : 'Asks, or answers, another owner.';
      add(processor, 'send', topic, summary, outcome ? null : replyOf(station, topic));
    }
    add(processor, 'receive', `${processor}.operations`, 'Does what an operator asks for.');
    add(processor, 'send', `${processor}.hospital`, 'Parks what it cannot process.');
  }
  for (const { name, owner, alsoWrittenBy } of topics) {
    for (const who of [owner, ...alsoWrittenBy]) {
      if (who === 'api') add(who, 'send', name, 'Sends what a client asked for.', replyOf(null, name));
      if (who === 'cli') add(who, 'send', name, 'Sends what an operator asked for.', replyOf(null, name));
    }
  }
  return operations;
}

/** The topic on which a request is answered: one that asks for it and is read by who asked, else its owner's outcomes. */
function answersOf(who: Station | null, topic: string, stations: readonly Station[]): string | null {
  const [owner, ...others] = stations.filter(
    ({ processor, reads }) => reads.includes(topic) || topic === `${processor}.operations`,
  );
  if (owner === undefined) return null;
  if (who !== null) {
    // One's own replies are no requests, and what several read is answered by none of them.
    const replied = others.length === 0 ? owner.asks.find(asked => who.reads.includes(asked)) : undefined;
    return replied !== undefined && !who.asks.includes(replied) && !isReply(topic) ? replied : null;
  }
  return others.length === 0 ? `${owner.processor}.outcomes` : null;
}

const isReply = (topic: string): boolean => topic.endsWith('-replies');
