import type { BookingCall } from '../../runtime/gateways/bookings/calls.ts';
import { askedOf } from '../../runtime/saga/call.ts';
import type { FatEvent, PendingEffect } from '../../runtime/tasks/fat-event.ts';
import type { Holiday } from '../../schemas/types/holidays.ts';

/**
 * The call of a pending effect: a booking of what is wished for, or the cancellation of just what was booked.
 *
 * @throws where the state does not hold what it needs; then nothing is sent.
 */
export function composeBooking(effect: PendingEffect, state: FatEvent): BookingCall {
  // Only the processor of holidays intends bookings.
  const { terms, holidayId } = state as Holiday;
  const { customerId: holder, from, until, car, hotel, flights } = terms;
  const { step, action, alternative, reference } = askedOf(effect, state);
  if (action === 'UNDO') {
    if (reference === null) throw new Error(`nothing of ${step} was booked for ${holidayId}`);
    return { operation: 'cancel', holder, of: reference };
  }
  const item = step === 'flight' ? flights[alternative] : { car, hotel }[step];
  if (item === undefined) throw new Error(`there is no ${step} ${alternative} to be booked for ${holidayId}`);
  return { operation: 'book', holder, item, from, until };
}
