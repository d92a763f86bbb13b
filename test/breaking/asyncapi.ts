import { type Break, collect, type Report } from './break.ts';
import { compareSchemas, type Schema } from './json-schema.ts';
import { resolved } from './resolved.ts';

type Message = {
  readonly name?: string;
  readonly contentType?: string;
  readonly headers?: Schema;
  readonly bindings?: { readonly kafka?: { readonly key?: Schema } };
};
type Channel = {
  readonly address?: string;
  readonly messages?: Readonly<Record<string, Message>>;
  readonly bindings?: { readonly kafka?: Kafka };
};
type Kafka = { readonly partitions?: number; readonly topicConfiguration?: Readonly<Record<string, unknown>> };
type Operation = { readonly action: string; readonly reply?: { readonly channel?: { readonly address?: string } } };
type Document = {
  readonly channels: Readonly<Record<string, Channel>>;
  readonly operations: Readonly<Record<string, Operation>>;
};

/**
 * What whoever reads or writes the topics of `before` can notice in `now`. Payloads are not compared: every Avro schema
 * and its released versions are checked by the rules of schema compatibility, which say more than a diff.
 */
export function asyncApiBreaks(before: object, now: object): Break[] {
  const [old, fresh] = [resolved(before) as Document, resolved(now) as Document];
  return collect(report => {
    for (const [name, channel] of Object.entries(old.channels)) {
      const found = fresh.channels[name];
      if (found === undefined) report('channel-removed', name, 'it is gone.');
      else compareChannels(name, channel, found, report);
    }
    for (const [name, { action, reply }] of Object.entries(old.operations)) {
      const found = fresh.operations[name];
      const answered = reply?.channel?.address;
      if (found === undefined) report('operation-removed', name, 'it is gone.');
      else if (found.action !== action) report('operation-changed', name, `it is to ${found.action} now.`);
      else if (answered !== undefined && found.reply?.channel?.address !== answered) {
        report('reply-moved', name, `it is no longer answered on ${answered}.`);
      }
    }
  });
}

function compareChannels(name: string, from: Channel, to: Channel, report: Report): void {
  if (from.address !== to.address) report('address-changed', name, `it is ${to.address}, it was ${from.address}.`);
  const [was, is] = [from.bindings?.kafka, to.bindings?.kafka];
  if (was?.partitions !== is?.partitions) {
    report('partitions-changed', name, `${is?.partitions} partitions, it had ${was?.partitions}: keys move.`);
  }
  for (const setting of ['cleanup.policy', 'retention.ms']) {
    const [before, now] = [was, is].map(one => JSON.stringify(one?.topicConfiguration?.[setting]));
    if (before !== now) report('kept-otherwise', name, `${setting} is ${now}, it was ${before}.`, setting);
  }
  for (const [key, message] of Object.entries(from.messages ?? {})) {
    const [where, found] = [`${name} ${key}`, to.messages?.[key]];
    if (found === undefined) report('message-removed', where, 'it is gone.');
    else compareMessages(where, message, found, report);
  }
}

function compareMessages(where: string, from: Message, to: Message, report: Report): void {
  if (from.contentType !== to.contentType) {
    report('content-type-changed', where, `it is ${to.contentType}, it was ${from.contentType}.`);
  }
  compareSchemas(from.headers, to.headers, { direction: 'response', where: `${where} headers`, report });
  const [before, now] = [from, to].map(({ bindings }) => bindings?.kafka?.key);
  compareSchemas(before, now, { direction: 'response', where: `${where} key`, report });
}
