import { describe, expect, it } from 'vitest';
import { LongplayError } from '../errors.ts';
import { caseErrorOf, groupOf } from './case-error.ts';

const thrown = (message: string): Error => new Error(message);

describe('the error of a case', () => {
  it('given two failures at one place, then they are one group, whatever their messages say', () => {
    const [one, two] = ['o-1', 'o-2'].map(id => caseErrorOf(thrown(`no price for ${id}`)));
    expect(groupOf('p', one as never)).toBe(groupOf('p', two as never));
    expect(groupOf('q', one as never)).not.toBe(groupOf('p', one as never));
    expect(one?.frame).toMatch(/^thrown \(runtime\/hospital\/case-error\.unit\.spec\.ts:\d+:\d+\)$/);
  });

  it('given a code of ours, then it is kept; of anybody else it says nothing', () => {
    expect(caseErrorOf(new LongplayError('LP_TASK_RECORD_TOO_LARGE', 'x')).code).toBe('LP_TASK_RECORD_TOO_LARGE');
    expect(caseErrorOf(Object.assign(thrown('x'), { code: 'ECONNRESET' })).code).toBe('LP_TASK_POISON');
    expect(caseErrorOf('a text')).toMatchObject({ code: 'LP_TASK_POISON', message: 'a text' });
  });

  it('given a missing key, or an error that says so itself, then it may pass', () => {
    expect(caseErrorOf(new LongplayError('LP_VAULT_KEY_MISSING', 'x')).transient).toBe(true);
    expect(caseErrorOf(Object.assign(thrown('x'), { transient: true })).transient).toBe(true);
    expect(caseErrorOf(thrown('x')).transient).toBe(false);
  });

  it('given a long stack and message, then they are cut to what a case holds', () => {
    const error = thrown('ß'.repeat(50_000));
    const { message, stack } = caseErrorOf(error);
    expect(message).toHaveLength(2_000);
    expect(Buffer.byteLength(stack)).toBeLessThanOrEqual(16 * 1024);
  });
});
