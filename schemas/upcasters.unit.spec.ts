import { describe, expect, it } from 'vitest';
import { releasedSchemas, schemaFolders, schemaText } from './load.ts';
import { upcastersOf } from './upcasters.ts';

describe('given a step from a released version', () => {
  it('then it lies between that version and the one after it, which may be the file', () => {
    const up = (value: object) => value;
    const [step] = upcastersOf({ schema: 'orders' }, [{ from: 1, up }]);
    const released = releasedSchemas('orders').map(({ schema }) => JSON.stringify(schema));
    expect(step).toEqual({ from: released[0], to: released[1] ?? schemaText({ schema: 'orders' }), up });
  });

  it('then one from a version that was never released is refused', () => {
    expect(() => upcastersOf({ schema: 'orders' }, [{ from: 99, up: (value: object) => value }])).toThrow(/version 99/);
  });
});

describe('the steps of the catalogue', () => {
  it.each(schemaFolders())('of %s begin at released versions', schema => {
    expect(() => upcastersOf({ schema })).not.toThrow();
  });
});
