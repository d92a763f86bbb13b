import { describe, expect, it } from 'vitest';
import { PATIENCE_MS } from '../../test/setup/limits.ts';
import { createMemoryBroker } from '../log/memory/log.ts';
import {
  inputNotAdopted,
  ownTopicReplaced,
  ownTopicTruncated,
  type Place,
  positionBelowStart,
  positionsMissing,
} from './testing/refusals.ts';

const place = (): Place => ({ log: createMemoryBroker().log('task'), prefix: 'p', patience: PATIENCE_MS });

describe('a processor refuses to start, and says what to do', () => {
  it('given an own topic that was made anew', async () => {
    const { refusal, ids } = await ownTopicReplaced(place());
    expect(refusal).toEqual({
      code: 'LP_TASK_OWN_TOPIC_REPLACED',
      sentence: `bare has positions for p.own[0] with topic id ${ids[0]}, but the topic now is ${ids[1]}.`,
      remedy:
        'Restore the topic from an export. Only where its state may be lost: delete the processor’s consumer group as well, and start it over.',
    });
  });

  it('given an own topic that ends before what was committed', async () => {
    expect(await ownTopicTruncated(place())).toEqual({
      code: 'LP_TASK_OWN_TOPIC_TRUNCATED',
      sentence: 'bare had written p.own[0] up to 7, but it now ends at 0.',
      remedy: 'Restore the topic from an export or from a replica that has them; nothing was processed meanwhile.',
    });
  });

  it('given states but no positions', async () => {
    expect(await positionsMissing(place())).toEqual({
      code: 'LP_TASK_POSITIONS_MISSING',
      sentence: 'bare has written p.own[0], but its group has no positions any more.',
      remedy:
        'Restore the group’s offsets, or choose for each input: longplay streams adopt NAME TOPIC --from earliest|latest.',
    });
  });

  it('given a position below the start of its log; adopted at a new one, it goes on', async () => {
    expect((await positionBelowStart(place())).refusal).toEqual({
      code: 'LP_LOG_POSITION_OUTSIDE',
      sentence: 'p.bare has committed position 1 of p.in[0], but its log reaches from 2 to 3.',
      remedy:
        'Restore the topic from an export; only where the lost records do not matter, adopt the input at a new position.',
    });
  });

  it.each([
    ['earliest', ['a', 'new', 'old']],
    ['latest', ['a', 'new']],
  ] as const)('given a new input; adopted from %s, it goes on from there', async (from, keys) => {
    const told = await inputNotAdopted(place(), from);
    expect(told.refusal).toEqual({
      code: 'LP_TASK_INPUT_NOT_ADOPTED',
      sentence: 'bare reads p.more since this version, but has no position for p.more[0].',
      remedy: 'Choose where it begins: longplay streams adopt bare p.more --from earliest|latest',
    });
    expect(told.keys).toEqual(keys);
  });
});
