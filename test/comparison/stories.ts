import type { Call, End, Script } from './booking.ts';

/** What happens to a ticket, and where it ends, whichever way it is done. */
export type Story = {
  readonly name: string;
  readonly script: Script;
  /** Everything is killed in the middle of this call. */
  readonly killedAt: Call | null;
  readonly end: End;
  readonly standing: { readonly seats: number; readonly charges: number };
  readonly asked: Readonly<Record<Call, number>>;
  /** Steps that wait for a person. */
  readonly failures: number;
};

const story = (name: string, over: Partial<Story>): Story => ({
  name,
  script: {},
  killedAt: null,
  end: 'BOOKED',
  standing: { seats: 1, charges: 1 },
  asked: { 'hold-seat': 1, 'release-seat': 0, charge: 1 },
  failures: 0,
  ...over,
});
const nothing = { seats: 0, charges: 0 };
const givenBack = { 'hold-seat': 1, 'release-seat': 1, charge: 1 };

export const stories: readonly Story[] = [
  story('all is well', {}),
  story('the concert is sold out', {
    script: { 'hold-seat': ['refused'] },
    end: 'REFUSED',
    standing: nothing,
    asked: { 'hold-seat': 1, 'release-seat': 0, charge: 0 },
  }),
  story('the card is refused', {
    script: { charge: ['refused'] },
    end: 'REFUSED',
    standing: nothing,
    asked: givenBack,
  }),
  story('the box office’s answer is lost, twice', {
    script: { 'hold-seat': ['answer lost', 'answer lost'] },
    asked: { 'hold-seat': 3, 'release-seat': 0, charge: 1 },
  }),
  story('the card is refused, and the seat is not taken back', {
    script: { charge: ['refused'], 'release-seat': ['refused'] },
    end: 'STUCK',
    standing: { seats: 1, charges: 0 },
    asked: givenBack,
    failures: 1,
  }),
  story('everything is killed while the card is charged', {
    killedAt: 'charge',
    asked: { 'hold-seat': 1, 'release-seat': 0, charge: 2 },
  }),
];
