import type { ProductBody } from '../../api/requests/bodies.ts';
import { drawsOf } from './draw.ts';
import type { Names } from './names.ts';

/** Albums with goods for everybody. */
export const TITLES = 400;
export const PLENTY = 1_000_000;
/** Limited editions that come out with each so many orders, with so many pieces each: too few. */
export const EVERY_EDITION = 1_000;
export const EDITIONS = 2;
export const PIECES = 6;

export const currency = 'USD';

/** Popular ones are bought more often, by Zipf's law: the n-th most popular 1/n times as often as the first. */
const upTo: number[] = [];
for (let rank = 1, sum = 0; rank <= TITLES; rank++) {
  sum += 1 / rank;
  upTo.push(sum);
}

/** The rank of the album that a number from 0 to below 1 falls on. */
export function album(share: number): number {
  const wanted = share * (upTo.at(-1) as number);
  return Math.max(
    0,
    upTo.findIndex(sum => sum > wanted),
  );
}

const adjectives = ['Blue', 'Quiet', 'Electric', 'Golden', 'Broken', 'Late', 'Northern', 'Paper', 'Velvet', 'Second'];
const nouns = [
  'Rivers',
  'Arcade',
  'Letters',
  'Satellites',
  'Gardens',
  'Harbour',
  'Machines',
  'Summer',
  'Echoes',
  'Rooms',
];
const formats = ['LP', 'CD', '7-inch single', '12-inch single'];
const genres = ['Jazz', 'Rock', 'Electronic', 'Folk', 'Soul'];

/** What the shop says of an album. */
export function productOf(seed: number, sku: string): ProductBody {
  const draw = drawsOf(seed, `album ${sku}`);
  const pick = (name: string, list: readonly string[]) => list[Math.floor(draw(name) * list.length)] as string;
  const title = `${pick('adjective', adjectives)} ${pick('noun', nouns)}`;
  return {
    title,
    artist: `The ${pick('artist', nouns)}`,
    album: title,
    genre: pick('genre', genres),
    format: pick('format', formats),
    price: { amount: 699 + 100 * Math.floor(draw('price') * 30), currency },
  };
}

/** What was received of it, once. */
export const receivedOf = ({ prefix }: Pick<Names, 'prefix'>, sku: string): number =>
  sku.startsWith(`${prefix}e-`) ? PIECES : PLENTY;
