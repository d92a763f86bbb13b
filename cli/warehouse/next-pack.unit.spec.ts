import { expect, test } from 'vitest';
import type { WelcomePack } from '../../schemas/types/welcome-packs.ts';
import { welcomePack } from '../../streams/testing/welcome.ts';
import { nextPack } from './next-pack.ts';

const delays = { pack: 10, dispatch: 20, deliver: 30, comeBack: 40 };
const owing = (name: string, since: number, over: Partial<WelcomePack> = {}) =>
  welcomePack({ deadlines: [{ name, owedBy: 'warehouse', since, due: 9_000, passes: 0 }], ...over });

test('a pack that the warehouse owes is sent, to the address that it was asked for', () => {
  const report = nextPack(owing('send', 1_000), delays);
  expect(report).toMatchObject({ key: 'customer-1', due: 1_010 });
  expect(report?.request(5_000)).toMatchObject({
    topic: 'welcome-pack-requests',
    key: 'customer-1',
    value: { type: 'SENT', addressVersion: 1, sent: { carrier: 'Longplay Parcel' } },
  });
});

test('is reported once for each time that it is asked for', () => {
  const idOf = (pack: WelcomePack) => nextPack(pack, delays)?.request(1).value.event.id;
  expect(idOf(owing('send', 1_000, { version: 7 }))).toBe(idOf(owing('send', 1_000)));
  expect(idOf(owing('send', 2_000))).not.toBe(idOf(owing('send', 1_000)));
});

test.each([
  ['out of packs', owing('restock', 1_000, { status: 'OUT_OF_PACKS' })],
  ['sent', welcomePack({ status: 'SENT' })],
  ['without a right address', welcomePack({ status: 'ADDRESS_WRONG' })],
])('one that is %s is nothing to be sent', (_, pack) => {
  expect(nextPack(pack, delays)).toBeNull();
});
