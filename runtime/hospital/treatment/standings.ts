import { oneAtATime } from '../../observe/one-at-a-time.ts';
import { STANDING_KEY } from '../case.ts';
import {
  type CaseSource,
  noteStanding,
  readOn,
  standingsIn,
  type TaskStanding,
  type WardTopic,
  wardTopics,
} from './ward-topics.ts';

/** Whether tasks take inputs, and what they retry, as the hospitals' topics tell. */
export type TaskStandings = {
  /** Reads on from where it has read to; who asks meanwhile gets the same. */
  read(): Promise<readonly TaskStanding[]>;
};

/** Keeps nothing of the cases: those may be ten thousand, and are passed over unread. */
export function taskStandings(source: CaseSource, processors: readonly string[]): TaskStandings {
  const { log } = source;
  const wards = wardTopics(source, processors);
  const wanted = Buffer.from(STANDING_KEY, 'utf8');

  const readWard = async (ward: WardTopic): Promise<void> => {
    for (const offsets of await log.admin.offsets(ward.topic)) {
      await readOn(log, ward, offsets, async records => {
        const last = records.findLast(({ key }) => key?.equals(wanted) === true);
        if (last === undefined) return;
        await ward.reader.prepare([last.value]);
        noteStanding(ward, offsets.partition, ward.reader.decode(last.value));
      });
    }
  };

  const readAll = async (): Promise<readonly TaskStanding[]> => {
    await Promise.all(wards.map(readWard));
    return standingsIn(wards);
  };

  return { read: oneAtATime(readAll) };
}
