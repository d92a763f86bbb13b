/** Counts what each client has under way of a kind, so that one alone cannot take what is there for all. */
export type Places = {
  /** Null: he has as many as he may. Else it gives the place back when it is called, however often. */
  take(client: string, most: number): (() => void) | null;
  of(client: string): number;
};

export function createPlaces(): Places {
  const taken = new Map<string, number>();
  const of = (client: string): number => taken.get(client) ?? 0;
  return {
    of,
    take: (client, most) => {
      if (of(client) >= most) return null;
      taken.set(client, of(client) + 1);
      let released = false;
      return () => {
        if (released) return;
        released = true;
        const left = of(client) - 1;
        if (left > 0) taken.set(client, left);
        else taken.delete(client);
      };
    },
  };
}
