import { join } from 'node:path';
import { openJournal } from '../../any/stand-in/journal.ts';

export const bookingKinds = ['booking', 'cancellation'] as const;
export type BookingKind = (typeof bookingKinds)[number];

/** One line of a provider's books. It never changes afterwards. */
export type BookingOperation = {
  /** Counts 1, 2, 3… in the ledger. */
  readonly seq: number;
  readonly id: string;
  readonly kind: BookingKind;
  /** The client's own reference. */
  readonly reference: string;
  /** Of a cancellation: the booking. */
  readonly of: string | null;
  readonly holder: string;
  readonly item: string;
  readonly from: string;
  readonly until: string;
  readonly status: 'succeeded' | 'declined';
  readonly code: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The idempotency key, and what it stood for. */
  readonly key: string;
  readonly fingerprint: string;
};

export type BookingLedger = {
  add(operation: Omit<BookingOperation, 'seq' | 'id'>): BookingOperation;
  byId(id: string): BookingOperation | undefined;
  byKey(key: string): BookingOperation | undefined;
  byReference(kind: BookingKind, reference: string): readonly BookingOperation[];
  isCancelled(id: string): boolean;
  /** Everything, oldest first. */
  operations(): readonly BookingOperation[];
  close(): void;
};

/** A provider's own books, in a file: what it says happened, whatever anyone was told. */
export function openBookingLedger(folder: string, desk: string): BookingLedger {
  const journal = openJournal<BookingOperation>(join(folder, `${desk}.ndjson`));
  const all: BookingOperation[] = [];
  const ids = new Map<string, BookingOperation>();
  const keys = new Map<string, BookingOperation>();
  const cancelled = new Set<string>();

  const index = (operation: BookingOperation): void => {
    all.push(operation);
    ids.set(operation.id, operation);
    keys.set(operation.key, operation);
    if (operation.of !== null && operation.status === 'succeeded') cancelled.add(operation.of);
  };
  for (const operation of journal.entries) index(operation);

  return {
    add(draft) {
      const seq = all.length + 1;
      const operation = { ...draft, seq, id: `${desk}-${draft.kind}-${seq}` };
      journal.append(operation);
      index(operation);
      return operation;
    },
    byId: id => ids.get(id),
    byKey: key => keys.get(key),
    byReference: (kind, reference) => all.filter(one => one.kind === kind && one.reference === reference),
    isCancelled: id => cancelled.has(id),
    operations: () => all,
    close: journal.close,
  };
}

/** An operation as the API shows it. */
export function shownBooking(operation: BookingOperation): Readonly<Record<string, unknown>> {
  const { seq: _seq, key: _key, fingerprint: _fingerprint, at, ...rest } = operation;
  return { ...rest, createdAt: new Date(at).toISOString() };
}

/** Bookings that stand: done, and not cancelled. */
export const standingIn = (operations: readonly BookingOperation[]): readonly BookingOperation[] => {
  const gone = new Set(operations.filter(({ status }) => status === 'succeeded').map(({ of }) => of));
  return operations.filter(({ kind, status, id }) => kind === 'booking' && status === 'succeeded' && !gone.has(id));
};
