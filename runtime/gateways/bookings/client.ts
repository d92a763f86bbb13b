import { z } from 'zod';
import type { HttpAnswer } from '../http.ts';
import { operationIn, operationShape, operationText } from '../operations/answers.ts';
import { createOperationsClient, type OperationsClient, type OperationsOptions } from '../operations/client.ts';
import type { BookingCall } from './calls.ts';

/** The provider's word for each operation. */
const kinds = { book: 'booking', cancel: 'cancellation' } as const satisfies Record<BookingCall['operation'], string>;

const operationSchema = z.object({
  ...operationShape,
  kind: z.enum(Object.values(kinds)),
  holder: operationText,
  item: operationText,
  of: operationText.nullish(),
});

type Booked = z.infer<typeof operationSchema>;

/** What the provider says of a booking that does not stand any more. */
const ALREADY_CANCELLED = 'already-cancelled';

/** A provider of bookings over HTTP. */
export function createBookingClient(options: OperationsOptions): OperationsClient<BookingCall> {
  const client = createOperationsClient<BookingCall, Booked>(options, {
    title: 'Booking',
    pathOf: call =>
      call.operation === 'book' ? '/bookings' : `/bookings/${encodeURIComponent(call.of)}/cancellations`,
    bodyOf: call => {
      if (call.operation === 'cancel') return { holder: call.holder };
      const { holder, item, from, until } = call;
      return { holder, item, from, until };
    },
    kindOf: ({ operation }) => kinds[operation],
    operationIn: bookedIn,
    detailOf: () => ({}),
  });
  return {
    ...client,
    async send(call, effect, signal) {
      const answer = await client.send(call, effect, signal);
      // Somebody cancelled it before, such as by hand: it is gone, which is all that is asked for.
      const isGone = call.operation === 'cancel' && answer.status === 'refused' && answer.code === ALREADY_CANCELLED;
      return isGone ? { status: 'done', reference: call.of } : answer;
    },
  };
}

const bookedIn = (answer: HttpAnswer, body: unknown, call: BookingCall, reference: string): Booked =>
  operationIn(answer, body, operationSchema, {
    kind: kinds[call.operation],
    reference,
    holder: call.holder,
    ...(call.operation === 'book' ? { item: call.item } : { of: call.of }),
  });
