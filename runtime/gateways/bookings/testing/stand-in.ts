import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type BookingStandIn, type BookingStandInOptions, startBookingStandIn } from '../stand-in/server.ts';

/** Stand-ins on a free port, with a folder, that go when the test has ended. */
export async function bookingStandIn<D extends string>(
  options: Pick<BookingStandInOptions<D>, 'desks'> & Partial<BookingStandInOptions<D>>,
): Promise<BookingStandIn<D>> {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), 'booking-stand-in-')));
  const started = await startBookingStandIn({ port: 0, ...options, data });
  onTestFinished(async () => {
    await started.stop();
    if (options.data === undefined) await rm(data, { recursive: true, force: true });
  });
  return started;
}
