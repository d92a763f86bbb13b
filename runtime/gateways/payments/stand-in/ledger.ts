import { join } from 'node:path';
import { openJournal } from '../../any/stand-in/journal.ts';
import { type Operation, type OperationKind, type Totals, totalsOf } from './operation.ts';

/** One reference under which the same was done more than once: the double charge that nobody wants. */
export type Doubled = { readonly kind: OperationKind; readonly reference: string; readonly ids: readonly string[] };

export type OrderLedger = {
  readonly orderId: string;
  readonly totals: Readonly<Record<string, Totals>>;
  readonly operations: readonly Operation[];
};

export type LedgerSummary = {
  readonly operations: number;
  readonly declined: number;
  readonly orders: number;
  readonly totals: Readonly<Record<string, Totals>>;
  readonly doubled: readonly Doubled[];
};

export type Ledger = {
  add(operation: Omit<Operation, 'seq' | 'id'>): Operation;
  byId(id: string): Operation | undefined;
  byKey(key: string): Operation | undefined;
  byReference(kind: OperationKind, reference: string): readonly Operation[];
  /** What was done, successfully, to an authorisation or a capture. */
  doneTo(id: string): readonly Operation[];
  order(orderId: string): OrderLedger;
  orders(): OrderLedger[];
  summary(): LedgerSummary;
  close(): void;
};

/** The stand-in's own books, in `ledger.ndjson` of a folder: what it says happened, whatever anyone was told. */
export function openLedger(folder: string): Ledger {
  const journal = openJournal<Operation>(join(folder, 'ledger.ndjson'));
  const all: Operation[] = [];
  const ids = new Map<string, Operation>();
  const keys = new Map<string, Operation>();
  const references = new Map<string, Operation[]>();
  const children = new Map<string, Operation[]>();
  const byOrder = new Map<string, Operation[]>();

  function index(operation: Operation): void {
    const { id, key, kind, reference, of, orderId, status } = operation;
    all.push(operation);
    ids.set(id, operation);
    keys.set(key, operation);
    push(references, `${kind} ${reference}`, operation);
    push(byOrder, orderId, operation);
    if (of !== null && status === 'succeeded') push(children, of, operation);
  }
  for (const operation of journal.entries) index(operation);

  const order = (orderId: string): OrderLedger => {
    const operations = byOrder.get(orderId) ?? [];
    return { orderId, totals: totalsOf(operations), operations };
  };

  return {
    add(draft) {
      const seq = all.length + 1;
      const operation: Operation = { ...draft, seq, id: `${draft.kind}-${seq}` };
      journal.append(operation);
      index(operation);
      return operation;
    },
    byId: id => ids.get(id),
    byKey: key => keys.get(key),
    byReference: (kind, reference) => references.get(`${kind} ${reference}`) ?? [],
    doneTo: id => children.get(id) ?? [],
    order,
    orders: () => [...byOrder.keys()].map(order),
    summary: () => ({
      operations: all.length,
      declined: all.filter(({ status }) => status === 'declined').length,
      orders: byOrder.size,
      totals: totalsOf(all),
      doubled: doubledIn(references.values()),
    }),
    close: journal.close,
  };
}

function doubledIn(byReference: Iterable<readonly Operation[]>): Doubled[] {
  const found: Doubled[] = [];
  for (const operations of byReference) {
    const done = operations.filter(({ status }) => status === 'succeeded');
    const [first] = done;
    if (first === undefined || done.length === 1) continue;
    found.push({ kind: first.kind, reference: first.reference, ids: done.map(({ id }) => id) });
  }
  return found;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
