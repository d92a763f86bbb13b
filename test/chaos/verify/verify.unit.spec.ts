import { describe, expect, it } from 'vitest';
import type { Operation } from '../../../runtime/gateways/payments/stand-in/operation.ts';
import type { FatEvent } from '../../../runtime/tasks/fat-event.ts';
import { keepBooks } from './account.ts';
import { countAnswers } from './answers.ts';
import { verifyKey } from './facts.ts';
import { openFindings } from './findings.ts';
import { delivered } from './testing/delivered.ts';
import { countVersions } from './versions.ts';

describe('versions', () => {
  it('given 1, 2, 3 of each key, then all is well', () => {
    const versions = countVersions();
    expect([versions.next('a', 1), versions.next('b', 1), versions.next('a', 2)]).toEqual([null, null, null]);
  });

  it('given a version twice, or a gap, then it is told', () => {
    const versions = countVersions();
    versions.next('a', 1);
    expect(versions.next('a', 1)).toBe('version 1 again, after 1');
    expect(versions.next('a', 3)).toBe('a gap: 3 after 1');
    expect(versions.next('b', 2)).toBe('a gap: 2 after 0');
  });
});

describe('the facts of a key', () => {
  const found = (facts: readonly FatEvent[]) => {
    const findings = openFindings();
    verifyKey('orders', 'o0', facts, countVersions(), findings);
    return Object.fromEntries([...findings.kinds].map(([kind, { first }]) => [kind, first]));
  };

  it('given all that was written of an order, then nothing is found', () => {
    expect(found(delivered().facts)).toEqual({});
  });

  it('given one of them twice, or one less, then it is found', () => {
    const { facts } = delivered();
    const [first, second, ...rest] = facts as [FatEvent, FatEvent, ...FatEvent[]];
    expect(found([first, first, second, ...rest])).toEqual({ versions: ['orders o0: version 1 again, after 1'] });
    expect(found([first, ...rest])).toEqual({ versions: ['orders o0: a gap: 3 after 1'] });
  });

  it('given one that says the same again as a new version, then it is found', () => {
    const { facts } = delivered();
    const last = facts.at(-1) as FatEvent;
    const again = { ...last, version: last.version + 1 };
    expect(found([...facts, again])).toEqual({ facts: [expect.stringContaining('says the same')] });
  });
});

describe('the provider’s books', () => {
  const operation = (part: Partial<Operation>): Operation => ({
    seq: 1,
    id: 'x',
    kind: 'authorisation',
    reference: 'r',
    of: null,
    orderId: 'o-1',
    customerId: 'c-1',
    amount: 100,
    currency: 'USD',
    status: 'succeeded',
    code: null,
    at: 0,
    expiresAt: null,
    key: 'k',
    fingerprint: 'f',
    ...part,
  });
  const authorisation = operation({ id: 'authorisation-1', reference: 'r1' });
  const capture = operation({ id: 'capture-2', kind: 'capture', reference: 'r2' });

  it('given one authorisation and its capture, then all is well', () => {
    const { problems, accounts } = keepBooks([authorisation, capture]);
    expect(problems).toEqual([]);
    expect(accounts.get('o-1')).toMatchObject({ authorised: 100, captured: 100, refunded: 0 });
  });

  it('given a second charge, under the same reference or another, then it is found', () => {
    expect(keepBooks([authorisation, capture, { ...capture, id: 'capture-3' }]).problems).toEqual([
      'o-1: capture-3 is a second capture for r2',
      'o-1: charged 2 times',
      'o-1: 2 captures and 0 voids of an authorisation',
    ]);
    const other = { ...authorisation, id: 'authorisation-3', reference: 'r3' };
    expect(keepBooks([authorisation, other, capture]).problems).toEqual(['o-1: authorised 2 times']);
  });

  it('given an authorisation that was left behind, then it is found', () => {
    expect(keepBooks([authorisation]).problems).toEqual(['o-1: 0 captures and 0 voids of an authorisation']);
  });

  it('given a decline, then nothing was charged', () => {
    expect(keepBooks([{ ...authorisation, status: 'declined' }])).toMatchObject({ problems: [], declined: 1 });
  });
});

describe('outcomes', () => {
  const asked = new Map([['place-1 h', { topic: 'order-requests', key: 'o-1', type: 'PLACE' }]]);
  const accepted = { requestId: 'place-1', bodyHash: 'h', answer: 'ACCEPTED', reason: null } as const;
  const erased = { ...accepted, answer: 'REJECTED', reason: 'customer-erased' } as const;
  const problems = (...heard: readonly (typeof accepted | typeof erased)[]) => {
    const answers = countAnswers(asked);
    for (let times = 0; times < 2; times++) answers.arrive('place-1', 'h');
    for (const one of heard) answers.hear(one);
    return answers.problems();
  };

  it('given one for a request that is on the log twice, then all is well', () => {
    expect(problems(accepted)).toEqual([]);
  });

  it('given one each time that it came to an erased customer, then all is well; with one more it is found', () => {
    expect(problems(erased, erased)).toEqual([]);
    expect(problems(erased, erased, erased)).toHaveLength(1);
    expect(problems(accepted, erased)).toHaveLength(1);
  });

  it('given none, or two, then it is found', () => {
    expect(problems()).toEqual(['place-1 h is on the log 2 times and has 0 outcomes: none']);
    expect(problems(accepted, accepted)).toEqual([
      'place-1 h is on the log 2 times and has 2 outcomes: ACCEPTED, ACCEPTED',
    ]);
  });
});
