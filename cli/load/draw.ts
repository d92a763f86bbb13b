import { createHash } from 'node:crypto';

/** A number from 0 to below 1 for each name: the same whenever it is drawn, and no draw shifts another. */
export type Draw = (name: string) => number;

/** The draws of one thing, such as an order, of one seed. */
export const drawsOf =
  (seed: number, thing: string): Draw =>
  name =>
    createHash('sha256').update(`${seed} ${thing} ${name}`).digest().readUIntBE(0, 6) / 2 ** 48;
