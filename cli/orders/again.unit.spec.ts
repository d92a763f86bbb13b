import { describe, expect, it } from 'vitest';
import type { AppliedRequest } from '../../schemas/types/shared.ts';
import { answeredBefore, hashOfAsked, newRequestId, requestId } from './again.ts';

const cancel = hashOfAsked({ what: 'cancel' }, 'by-operator');
const applied = (id: string, bodyHash: string | null, reason: string | null = null): AppliedRequest => ({
  id,
  type: 'CANCEL',
  at: 1,
  accepted: reason === null,
  reason,
  bodyHash,
});

describe('the id of a request', () => {
  it('is taken as it was given', () => {
    const id = newRequestId();
    expect(requestId(id)).toBe(id);
  });

  it.each(['', 'req-', 'req-1', `${newRequestId()}0`, newRequestId().toUpperCase(), ' req-0'])('%j is none', text => {
    expect(() => requestId(text)).toThrow('req- and 32 hexadecimal digits');
  });
});

describe('a request that is asked again', () => {
  it('given that it was decided, then what the order said then', () => {
    const requests = [applied('a', cancel), applied('b', cancel, 'already-dispatched')];
    expect(answeredBefore({ requests }, 'a', cancel)).toEqual({ accepted: true, reason: null });
    expect(answeredBefore({ requests }, 'b', cancel)).toEqual({ accepted: false, reason: 'already-dispatched' });
    expect(answeredBefore({ requests }, 'c', cancel)).toBeUndefined();
  });

  it('given that it wants something else, then it is refused', () => {
    const refused = { accepted: false, reason: 'idempotency-key-reused' };
    const others = [
      hashOfAsked({ what: 'cancel' }, 'fraud'),
      hashOfAsked({ what: 'return', lines: null }, 'by-operator'),
      hashOfAsked({ what: 'return', lines: [{ line: 1, quantity: null }] }, 'by-operator'),
    ];
    expect(new Set([cancel, ...others]).size).toBe(4);
    for (const other of others)
      expect(answeredBefore({ requests: [applied('a', cancel)] }, 'a', other)).toEqual(refused);
    expect(answeredBefore({ requests: [applied('a', null)] }, 'a', cancel)).toEqual(refused);
  });
});
