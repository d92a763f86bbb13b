import { describe, expect, it } from 'vitest';
import { teller } from './telling.ts';

const copying = { name: 'copying', records: () => 50, passed: () => 80, total: 100 } as const;

describe('how an export or import is told', () => {
  it('given a person, then as a line: offsets say how far it is, records how much', () => {
    const telling = teller(false);
    expect(telling.text()).toBe('connecting');
    telling.begin(copying);
    expect(telling.text()).toMatch(/^copying: 50 records, 80 %, .*left$/);
    telling.begin({ name: 'draining', reasons: () => ['a waits', 'b waits', 'c waits'] });
    expect(telling.text()).toBe('draining: a waits; b waits');
    telling.begin({ name: 'writing', records: () => 7, total: 14 });
    expect(telling.text()).toMatch(/^writing: 7 records, 50 %, /);
  });

  it('given a program, then as a JSON document a line', () => {
    const telling = teller(true);
    telling.begin(copying);
    expect(JSON.parse(telling.text())).toEqual({ phase: 'copying', records: 50, share: 0.8, seconds: 0 });
    telling.begin({ name: 'draining', reasons: () => ['a waits'] });
    expect(JSON.parse(telling.text())).toEqual({ phase: 'draining', waitingFor: ['a waits'] });
    telling.begin({ name: 'registering schemas', records: () => 0, total: 0 });
    expect(JSON.parse(telling.text())).toMatchObject({ records: 0, share: 1 });
  });
});
