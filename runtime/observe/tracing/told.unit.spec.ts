import { expect, it } from 'vitest';
import type { Tracing } from './span.ts';
import { tellApplied, tellCommitted, tellSent } from './told.ts';

it.each([
  ['tasks have committed', tellCommitted],
  ['was sent', tellSent],
  ['was written to read models', tellApplied],
])('given what %s, of which no span can be made, then whoever tells it goes on', (_, tell) => {
  const tracing = {
    keeps: () => true,
    emit: () => {
      throw new Error('no span');
    },
  } as unknown as Tracing;
  // Nothing that a span is made of is there.
  expect(() => tell(tracing)(null as never)).not.toThrow();
});
