import { describe, expect, it } from 'vitest';
import type { LogRecord, TransactionalWriter } from '../../../runtime/log/port.ts';
import { type TakeOver, takeOver } from '../../../runtime/log/takeover.ts';
import type { Client } from '../harness.ts';
import {
  at,
  committedAt,
  eventually,
  fencedWriter,
  kindOfFailure,
  numbered,
  readRecords,
  record,
  valuesOf,
} from '../material.ts';
import { type RecordingReader, recordingReader } from '../recording-reader.ts';
import type { Scope } from '../scope.ts';

/** One partition that a zombie still works on, and a successor that has been assigned it but not taken it over. */
type Handover = {
  readonly input: string;
  readonly own: string;
  readonly group: string;
  readonly zombie: Client;
  readonly zombieWriter: TransactionalWriter;
  readonly successor: Client;
  readonly reader: RecordingReader;
  /** The successor's takeover, with this changed. */
  takeOver(change?: Partial<TakeOver>): ReturnType<typeof takeOver>;
};

export function takeoverCases(scope: Scope): void {
  const patience = (): number => scope.harness().patience;

  const handover = async (): Promise<Handover> => {
    const [input, own] = [await scope.topic('input'), await scope.topic('own')];
    const [group, id] = [scope.name('group'), scope.name('task')];
    const [zombie, successor] = [await scope.open('zombie'), await scope.open('successor')];
    await (await zombie.log.writer()).append(numbered(input, 20));
    const zombieWriter = await fencedWriter(zombie.log, id);
    await zombieWriter.transact({
      records: [record(own, 'k', 'causes below 10')],
      positions: { group, committed: [committedAt(input, 10)] },
    });
    const reader = await recordingReader(successor, { group, topics: [input], from: () => null });
    const writer = await successor.log.transactionalWriter(id);
    return {
      input,
      own,
      group,
      zombie,
      zombieWriter,
      successor,
      reader,
      takeOver: change =>
        takeOver({
          reader: reader.reader,
          writer,
          admin: successor.log.admin,
          group,
          partition: 0,
          inputs: [input],
          own,
          initial: () => 'refuse',
          signal: new AbortController().signal,
          ...change,
        }),
    };
  };

  const causes10To14 = ({ own, group, input }: Handover) => ({
    records: [record(own, 'k', 'causes 10 to 14')],
    positions: { group, committed: [committedAt(input, 15)] },
  });

  /** A restore that keeps what it found. */
  const restoring = ({ successor, own }: Handover) => {
    const state: LogRecord[] = [];
    const restore: TakeOver['restore'] = async scope => {
      expect(scope.own?.end).toBe(scope.own?.highWatermark);
      state.push(...(await readRecords(successor.log, own)));
    };
    return { state, restore };
  };

  describe('taking a partition over', () => {
    it('given a zombie that commits between the join and the fencing, then its causes are not handled again', async () => {
      const hand = await handover();
      const held = hand.zombie.hold('commit');
      const commit = hand.zombieWriter.transact(causes10To14(hand));
      await held.arrived;
      expect(hand.reader.owned()).toEqual([0]);
      const { state, restore } = restoring(hand);
      const fencing = hand.successor.hold('fence');
      const takingOver = hand.takeOver({ restore });
      await fencing.arrived;
      held.release();
      await commit;
      fencing.release();
      const taken = await takingOver;
      expect(taken?.positions).toEqual([at(hand.input, 15)]);
      expect(valuesOf(state)).toEqual(['causes below 10', 'causes 10 to 14']);
      await eventually(() => expect(hand.reader.values()).toEqual(['15', '16', '17', '18', '19']), patience());
    });

    it('given a zombie that commits after the fencing, then it is refused and its causes are handled', async () => {
      const hand = await handover();
      const held = hand.zombie.hold('commit');
      const commit = kindOfFailure(hand.zombieWriter.transact(causes10To14(hand)));
      await held.arrived;
      const { state, restore } = restoring(hand);
      await hand.takeOver({
        restore: async at => {
          held.release();
          expect(await commit).toBe('fenced');
          await restore?.(at);
        },
      });
      expect(valuesOf(state)).toEqual(['causes below 10']);
      await eventually(() => expect(hand.reader.values()[0]).toBe('10'), patience());
      expect(hand.reader.batches[0]?.records[0]?.offset).toBe(10n);
    });

    it('given a partition that is not owned, then nobody is fenced and nothing is delivered', async () => {
      const hand = await handover();
      const other = await recordingReader(await scope.open('other'), {
        group: hand.group,
        topics: [hand.input],
        from: () => null,
      });
      await eventually(() => expect(hand.reader.assignments.length).toBeGreaterThan(1), patience());
      expect([hand.reader.owned(), other.owned()]).toEqual([[0], []]);
      expect(await hand.takeOver({ reader: other.reader })).toBeNull();
      await hand.zombieWriter.transact(causes10To14(hand));
      expect(hand.reader.batches).toEqual([]);
    });

    it('given a partition that is lost during the restore, then nothing is delivered', async () => {
      const hand = await handover();
      const lost = new AbortController();
      const taken = await hand.takeOver({
        signal: lost.signal,
        restore: async () => lost.abort(),
      });
      expect(taken).toBeNull();
      const failing = new AbortController();
      const failed = hand.takeOver({
        signal: failing.signal,
        restore: async ({ signal }) => {
          failing.abort();
          signal.throwIfAborted();
        },
      });
      expect(await failed).toBeNull();
      expect(await hand.takeOver({ signal: lost.signal })).toBeNull();
      await hand.takeOver();
      await eventually(() => expect(hand.reader.position(hand.input)).toBe(20n), patience());
      expect(hand.reader.values()[0]).toBe('10');
      expect(hand.reader.values()).toHaveLength(10);
    });

    it('given a restore that fails, then that is the answer, and nothing is delivered until it succeeds', async () => {
      const hand = await handover();
      const failure = new Error('no space left');
      const restore = () => Promise.reject(failure);
      await expect(hand.takeOver({ restore })).rejects.toBe(failure);
      await hand.takeOver();
      await eventually(() => expect(hand.reader.values()).toHaveLength(10), patience());
    });

    it('given no committed position, then the choice is made explicitly, and once', async () => {
      const hand = await handover();
      const group = scope.name('fresh');
      const reader = await recordingReader(hand.successor, { group, topics: [hand.input], from: () => null });
      const fresh = { group, reader: reader.reader, metadata: () => 'adopted' };
      await expect(hand.takeOver({ ...fresh, initial: () => 'refuse' })).rejects.toMatchObject({
        code: 'LP_LOG_POSITION_MISSING',
      });
      const latest = await hand.takeOver({ ...fresh, initial: () => 'latest' });
      expect(latest?.positions).toEqual([at(hand.input, 20)]);
      await (await hand.zombie.log.writer()).append([record(hand.input, 'k', 'newer')]);
      const again = await hand.takeOver({ ...fresh, initial: () => 'refuse' });
      expect(again?.committed).toEqual([committedAt(hand.input, 20, 'adopted')]);
      await eventually(() => expect(reader.values()).toContain('newer'), patience());
      expect(new Set(reader.values())).toEqual(new Set(['newer']));
    });

    it('given a new input beside one with a position, then only the new one is asked about', async () => {
      const hand = await handover();
      const added = await scope.topic('added');
      await (await hand.zombie.log.writer()).append(numbered(added, 3));
      const reader = await recordingReader(hand.successor, {
        group: scope.name('both'),
        topics: [hand.input, added],
        from: () => null,
      });
      const asked: string[] = [];
      const taken = await hand.takeOver({
        reader: reader.reader,
        inputs: [hand.input, added],
        initial: ({ input, committed, own }) => {
          expect(committed).toEqual([committedAt(hand.input, 10)]);
          expect(own).toMatchObject({ topic: hand.own, start: 0n });
          asked.push(input.topic);
          return 'earliest';
        },
      });
      expect(asked).toEqual([added]);
      expect(taken?.positions).toEqual([at(hand.input, 10), at(added, 0)]);
      await eventually(() => expect(reader.values(added)).toEqual(['0', '1', '2']), patience());
    });

    it('given a committed position outside the log, then it refuses and says so', async () => {
      const hand = await handover();
      await hand.successor.log.admin.deleteRecords([at(hand.input, 12)]);
      await expect(hand.takeOver()).rejects.toMatchObject({ code: 'LP_LOG_POSITION_OUTSIDE' });
      expect(hand.reader.batches).toEqual([]);
    });
  });
}
