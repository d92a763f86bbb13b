import { describe, expect, it } from 'vitest';
import type { LongplayError } from '../errors.ts';
import { formatMetadata, parseMetadata } from './position-metadata.ts';
import { initialPosition, type Own, refuseForeignState } from './refusals.ts';

const own: Own = { topic: 'shop.orders', partition: 1, start: 0n, end: 100n, highWatermark: 100n, topicId: 'id-1' };
const input = { topic: 'shop.payments', partition: 1, start: 3n, end: 9n, highWatermark: 9n };
const committed = (metadata: string) => [{ topic: 'shop.payments', partition: 1, offset: 5n, metadata }];

function refusal(work: () => unknown): { code: string; message: string; remedy: string } {
  try {
    work();
  } catch (error) {
    const { code, message, remedy } = error as LongplayError;
    return { code, message, remedy };
  }
  throw new Error('It was not refused.');
}

describe('the metadata of a position', () => {
  it('comes back as it was written', () => {
    const written = { ownTopicId: 'vkz9b098TaScDPWI8OB3sg', ownEnd: 2n ** 60n };
    expect(parseMetadata(formatMetadata(written))).toEqual(written);
  });

  it('tells which program wrote it, also where it is read by one that does not ask', () => {
    const written = { ownTopicId: 'id', ownEnd: 7n, hospital: { topicId: 'cases', end: 3n }, program: '0.2.0' };
    expect(formatMetadata(written)).toBe('own1 id 7 cases 3 0.2.0');
    expect(parseMetadata('own1 id 7 cases 3 0.2.0')).toEqual(written);
    expect(parseMetadata('own1 id 7 cases 3')).toEqual({ ...written, program: undefined });
  });

  it.each(['', 'own1', 'own1 id', 'own1 id x', 'own2 id 5'])('says nothing where it is %j', text => {
    expect(parseMetadata(text)).toBeNull();
  });
});

describe('taking a partition over', () => {
  it('given positions that fit the own topic, or say nothing of it, then it goes on', () => {
    expect(() =>
      refuseForeignState('orders', own, committed(formatMetadata({ ownTopicId: 'id-1', ownEnd: 100n }))),
    ).not.toThrow();
    expect(() => refuseForeignState('orders', own, committed(''))).not.toThrow();
  });

  it('given an own topic that was made anew, then it refuses and names both ids', () => {
    const said = refusal(() =>
      refuseForeignState('orders', own, committed(formatMetadata({ ownTopicId: 'old', ownEnd: 1n }))),
    );
    expect(said.code).toBe('LP_TASK_OWN_TOPIC_REPLACED');
    expect(said.message).toBe('orders has positions for shop.orders[1] with topic id old, but the topic now is id-1.');
    expect(said.remedy).toContain('export');
  });

  it('given an own topic that ends before what was committed, then it refuses and names both ends', () => {
    const metadata = formatMetadata({ ownTopicId: 'id-1', ownEnd: 101n });
    const said = refusal(() => refuseForeignState('orders', own, committed(metadata)));
    expect(said.code).toBe('LP_TASK_OWN_TOPIC_TRUNCATED');
    expect(said.message).toBe('orders had written shop.orders[1] up to 101, but it now ends at 100.');
  });

  it('given a processor that never ran, then it begins at the start', () => {
    expect(initialPosition('orders', input, { ...own, end: 0n }, [])).toBe('earliest');
  });

  it('given state but no positions at all, then it refuses', () => {
    const said = refusal(() => initialPosition('orders', input, own, []));
    expect(said.code).toBe('LP_TASK_POSITIONS_MISSING');
    expect(said.message).toBe('orders has written shop.orders[1], but its group has no positions any more.');
    expect(said.remedy).toContain('longplay streams adopt');
  });

  it('given a new input beside others, then it refuses and gives the command', () => {
    const other = [{ topic: 'shop.allocations', partition: 1, offset: 2n, metadata: '' }];
    const said = refusal(() => initialPosition('orders', input, own, other));
    expect(said.code).toBe('LP_TASK_INPUT_NOT_ADOPTED');
    expect(said.remedy).toContain('longplay streams adopt orders shop.payments --from earliest|latest');
  });
});
