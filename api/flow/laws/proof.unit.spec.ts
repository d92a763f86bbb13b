import { expect, it } from 'vitest';
import { followProof } from './proof.ts';
import type { Progress } from './suspects.ts';

const at = (end: number, payments: number, orders: number): Progress => ({
  ends: new Map([['lp.orders 0', BigInt(end)]]),
  readers: [
    { reader: 'payments', of: 'lp.orders 0', at: BigInt(payments) },
    { reader: 'projections.orders', of: 'lp.orders 0', at: BigInt(orders) },
  ],
});

it('given that all read on, then the laws are proved up to the look before', () => {
  const proof = followProof(null, 'lp');
  expect(proof(at(10, 4, 4), 100)).toEqual({ upTo: null, since: 100, heldUpBy: [] });
  expect(proof(at(20, 10, 12), 200)).toEqual({ upTo: 100, since: 100, heldUpBy: [] });
});

it('given one that does not read on, then the proof stays where it is, and who holds it up is named', () => {
  const proof = followProof({ upTo: 7, since: 1, heldUpBy: [] }, 'lp');
  proof(at(10, 4, 4), 100);
  const stands = { reader: 'payments', paused: false, on: ['orders 0'] };
  expect(proof(at(20, 9, 20), 200)).toEqual({ upTo: 7, since: 1, heldUpBy: [stands] });
  expect(proof(at(30, 9, 30), 300)).toEqual({ upTo: 7, since: 1, heldUpBy: [stands] });
  expect(proof(at(30, 10, 30), 400)).toEqual({ upTo: 100, since: 1, heldUpBy: [] });
});

it('given a read model that is paused, then it is told as that, also where there is nothing to read', () => {
  const proof = followProof(null, 'lp');
  proof(at(0, 0, -1), 100);
  const { heldUpBy } = proof(at(0, 0, -1), 200);
  expect(heldUpBy).toEqual([{ reader: 'projections.orders', paused: true, on: ['orders 0'] }]);
});
