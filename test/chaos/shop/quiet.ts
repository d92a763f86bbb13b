import { setTimeout as sleep } from 'node:timers/promises';
import { processorLag } from '../../../runtime/tasks/lag.ts';
import type { Customer } from '../../../schemas/types/customers.ts';
import { processors } from '../../../streams/topology.ts';
import { readAll, type Source } from './follow.ts';
import type { ShopPlan } from './plan.ts';

export type QuietOptions = {
  readonly source: Source;
  readonly shop: ShopPlan;
  /** Given up after so long, ms. */
  readonly patience: number;
  readonly signal: AbortSignal;
};

/** Waits until everybody has read everything, and who asked to be erased is; answers who did not come to that. */
export async function untilQuiet({ source, shop, patience, signal }: QuietOptions): Promise<string[]> {
  for (const end = Date.now() + patience; ; await sleep(1_000, undefined, { signal })) {
    const open = [...(await unread(source)), ...(await unerased(source, shop))];
    if (open.length === 0 || Date.now() > end) return open;
  }
}

async function unread(source: Source): Promise<string[]> {
  const lags = await Promise.all(
    processors.map(async processor => {
      const inputs = await processorLag(source, processor);
      return inputs
        .filter(({ lag }) => lag > 0n)
        .map(one => `${processor.name}: ${one.lag} of ${one.topic} to be read`);
    }),
  );
  return lags.flat();
}

async function unerased(source: Source, { leaving }: ShopPlan): Promise<string[]> {
  const reader = source.wire.reader('customers');
  const newest = new Map<string, Buffer>();
  await readAll(source, 'customers', ({ key, value }) => {
    if (value !== null && leaving.has(String(key))) newest.set(String(key), Buffer.from(value));
  });
  await reader.prepare([...newest.values()]);
  const customers = [...newest.values()].map(value => reader.decode(value) as unknown as Customer);
  return customers
    .filter(({ status, effects }) => status !== 'ERASED' || effects.length > 0)
    .map(({ customerId, status }) => `customers: to erase ${customerId}, who is ${status}`);
}
