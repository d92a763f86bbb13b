import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';

/** Where the stand-in of a provider keeps its data in the home, and where others on it find the stand-in. */
export type StandInPlace = {
  readonly data: string;
  /** Empties the folder, as for a shop without orders. */
  empty(): void;
  /** Writes down where it listens, each address by its name; answers what takes that back. */
  tell(addresses: Readonly<Record<string, string>>): () => void;
  /** The address of this name; refuses where no stand-in runs. */
  told(name: string): string;
};

export function standInPlace(
  { home }: Settings,
  {
    title,
    setting,
  }: {
    readonly title: 'payment' | 'mail' | 'booking';
    readonly setting: 'PAYMENT_URL' | 'MAIL_URL' | 'BOOKINGS_URL';
  },
): StandInPlace {
  const data = join(home, `${title}-stand-in`);
  return {
    data,
    empty: () => rmSync(data, { recursive: true, force: true }),
    tell: addresses => {
      for (const [name, address] of Object.entries(addresses)) writeFileSync(join(data, name), address);
      return () => {
        for (const name of Object.keys(addresses)) rmSync(join(data, name), { force: true });
      };
    },
    told: name => {
      try {
        return readFileSync(join(data, name), 'utf8');
      } catch (cause) {
        throw new LongplayError(
          'LP_CLI_NOTHING_RUNS',
          `No ${title} stand-in runs in ${home}, and ${setting} names no server.`,
          {
            cause,
            remedy: `Start \`longplay up\` first, or set ${setting} to your server.`,
          },
        );
      }
    },
  };
}
