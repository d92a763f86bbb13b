import { describe, expect, it } from 'vitest';
import { asyncApiBreaks } from './asyncapi.ts';

type Json = Record<string, unknown>;

const headers = { type: 'object', required: ['ce_id'], properties: { ce_id: { type: 'string' } } };
const message = {
  name: 'Thing',
  contentType: 'application/avro',
  headers,
  bindings: { kafka: { key: { type: 'string' } } },
};
const kafka = { partitions: 3, topicConfiguration: { 'cleanup.policy': ['compact'] } };
const channel = { address: '{prefix}.things', messages: { Thing: message }, bindings: { kafka } };
const operations = {
  'api.send.things': { action: 'send', reply: { channel: { $ref: '#/channels/answers' } } },
};
const before = { channels: { things: channel, answers: { address: 'answers' } }, operations };
const changed = (things: Json, more: Json = {}) => ({
  ...before,
  channels: { ...before.channels, things: { ...channel, ...things } },
  ...more,
});
const breaksOf = (now: object) => asyncApiBreaks(before, now).map(({ rule, where }) => `${rule}: ${where}`);

describe('given topics of the last release', () => {
  it('when nothing changed, or something was added, then nothing breaks', () => {
    expect(breaksOf(before)).toEqual([]);
    const more = { ...before.channels, more: channel };
    expect(
      breaksOf({ channels: more, operations: { ...operations, 'x.receive.more': { action: 'receive' } } }),
    ).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['a topic is gone', { ...before, channels: { answers: { address: 'answers' } } }, 'channel-removed: things'],
    ['a topic has another name', changed({ address: 'things' }), 'address-changed: things'],
    ['keys move', changed({ bindings: { kafka: { ...kafka, partitions: 6 } } }), 'partitions-changed: things'],
    [
      'facts are deleted by age',
      changed({ bindings: { kafka: { ...kafka, topicConfiguration: { 'cleanup.policy': ['delete'] } } } }),
      'kept-otherwise: things',
    ],
    ['a message is gone', changed({ messages: {} }), 'message-removed: things Thing'],
    [
      'a message is of another kind',
      changed({ messages: { Thing: { ...message, contentType: 'application/json' } } }),
      'content-type-changed: things Thing',
    ],
    [
      'a header may be missing',
      changed({ messages: { Thing: { ...message, headers: { ...headers, required: [] } } } }),
      'response-field-optional: things Thing headers.ce_id',
    ],
    [
      'a request is not answered any more',
      { ...before, operations: { 'api.send.things': { action: 'send' } } },
      'reply-moved: api.send.things',
    ],
    ['nobody sends it', { ...before, operations: {} }, 'operation-removed: api.send.things'],
  ])('when %s, then that is told', (_, now, told) => {
    expect(breaksOf(now)).toEqual([told]);
  });
});
