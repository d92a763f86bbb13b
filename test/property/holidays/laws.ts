import type { Holiday } from '../../../schemas/types/holidays.ts';
import { law } from '../law.ts';
import { type Booked, standing } from './providers.ts';
import { holidayId, holidaysIn, type World } from './world.ts';

const STEPS = ['car', 'hotel', 'flight'];

/** What always holds of a holiday at rest: all three or none, and the providers' own books say the same. */
export function checkHolidays(world: World): void {
  const { books, cancels } = world.providers;
  const holidays = new Map(holidaysIn(world).map(one => [one.holidayId, one]));
  for (const index of world.wishes.keys()) {
    const id = holidayId(index);
    const holiday = holidays.get(id);
    law(holiday !== undefined, () => `${id} was asked for, and is nowhere`);
    if (holiday !== undefined)
      checkOne(
        holiday,
        books.filter(one => one.holidayId === id),
      );
  }
  for (const [of, asked] of Map.groupBy(cancels, one => one.of)) {
    const keys = new Set(asked.map(({ key }) => key));
    law(keys.size === 1, () => `${of} was cancelled under several keys: ${[...keys].join()}`);
  }
  for (const [id, answers] of world.outcomes) law(answers.size === 1, () => `${id} was answered ${[...answers]}`);
}

function checkOne(holiday: Holiday, books: readonly Booked[]): void {
  const { holidayId: id, saga, effects, deadlines } = holiday;
  const { status, steps, direction } = saga;
  law(status === 'DONE' || status === 'UNDONE', () => `${id} does not come to rest: ${status}`);
  law(effects.length === 0 && deadlines.length === 0, () => `${id} is ${status}, and something is owed`);
  const held = standing(books);
  const expected = status === 'DONE' ? steps.map(({ reference }) => reference) : [];
  law(
    held
      .map(one => one.id)
      .toSorted()
      .join() === expected.toSorted().join(),
    () => `${id} is ${status}, and the providers hold ${held.map(one => one.id).join() || 'nothing'}`,
  );
  const undone = books.filter(({ of }) => of !== null).map(({ desk }) => STEPS.indexOf(desk));
  law(
    undone.every((step, index) => index === 0 || step < (undone[index - 1] as number)),
    () => `${id} was not undone in the reverse order: ${undone.map(step => STEPS[step])}`,
  );
  const firstUndone = books.findIndex(({ of }) => of !== null);
  law(
    firstUndone === -1 || books.slice(firstUndone).every(({ of }) => of !== null),
    () => `${id} was booked on after the first cancellation`,
  );
  law(status !== 'UNDONE' || direction === 'BACKWARD', () => `${id} is UNDONE, and was never turned back`);
  checkLog(holiday, books);
}

/** The log names every booking and cancellation that the providers have on their books, as far as it was not dropped. */
function checkLog({ holidayId: id, saga }: Holiday, books: readonly Booked[]): void {
  if (saga.logDropped > 0) return;
  const told = saga.log
    .filter(({ what, action }) => what === 'DONE' && action === 'DO')
    .map(({ reference }) => reference);
  const booked = books.filter(({ of }) => of === null).map(one => one.id);
  law(told.join() === booked.join(), () => `the log of ${id} tells of ${told}, and booked was ${booked}`);
}

/** Where nothing competes, what was wished for decides alone. */
export function checkPeaceful(world: World): void {
  for (const { holidayId: id, saga } of holidaysIn(world)) {
    const { car, hotel, flights } = world.wishes[Number(id.split('-')[1])] as World['wishes'][number];
    const can = car && hotel && flights.some(Boolean);
    law(
      saga.status === (can ? 'DONE' : 'UNDONE'),
      () => `${id} is ${saga.status}, and could${can ? '' : ' not'} be had`,
    );
    const flight = saga.steps.find(({ name }) => name === 'flight');
    if (can) law(flight?.alternative === flights.indexOf(true), () => `${id} took flight ${flight?.alternative}`);
  }
}
