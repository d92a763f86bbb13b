import type { InputLag } from '../../runtime/tasks/lag.ts';

/** Since when each input has stood where it is, though there is something to read: by topic and partition. */
export type Stands = ReadonlyMap<string, { readonly position: bigint | null; readonly since: number }>;

/** A position that has not moved for so long stands still, ms: longer than a takeover. */
export const STILL_AFTER_MS = 10_000;

type Looked = { readonly at: number; readonly inputs: readonly InputLag[]; readonly stands: Stands };

export const placeOf = ({ topic, partition }: InputLag): string => `${topic} ${partition}`;

/** What stood at the last look, and still does. That a position does not move takes two looks. */
export function standsOf(before: Stands, inputs: readonly InputLag[], at: number): Stands {
  return new Map(
    inputs
      .filter(({ lag }) => lag > 0n)
      .map(one => {
        const known = before.get(placeOf(one));
        const same = known !== undefined && known.position === one.position;
        return [placeOf(one), same ? known : { position: one.position, since: at }];
      }),
  );
}

/** Those of the inputs that stand still. */
export const stillOf = ({ at, inputs, stands }: Looked): readonly InputLag[] =>
  inputs.filter(one => at - (stands.get(placeOf(one))?.since ?? at) >= STILL_AFTER_MS);
