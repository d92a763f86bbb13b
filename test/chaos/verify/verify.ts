import { countGoods } from '../../../api/flow/laws/stock-laws.ts';
import type { Request } from '../../../api/requests/request.ts';
import type { Vault } from '../../../runtime/vault/port.ts';
import type { Allocation } from '../../../schemas/types/allocations.ts';
import type { LoyaltyAccount } from '../../../schemas/types/loyalty-accounts.ts';
import type { Notification } from '../../../schemas/types/notifications.ts';
import type { OrderActivity } from '../../../schemas/types/order-activity.ts';
import type { Order } from '../../../schemas/types/orders.ts';
import type { Outcome } from '../../../schemas/types/outcomes.ts';
import type { Payment } from '../../../schemas/types/payments.ts';
import type { Shipment } from '../../../schemas/types/shipments.ts';
import type { Stock } from '../../../schemas/types/stock.ts';
import { UNREADABLE } from '../../../streams/shipping/address.ts';
import { processors } from '../../../streams/topology.ts';
import { brokenLaw } from '../../property/law.ts';
import { readAll, type Source } from '../shop/follow.ts';
import type { Asked } from '../shop/outbox.ts';
import { indexOf, planOrder, type ShopPlan } from '../shop/plan.ts';
import { readBooks } from './account.ts';
import { countAnswers } from './answers.ts';
import { newsOfLeaving, verifyErasures, verifyKeys, verifySealed } from './erased.ts';
import { type FactsRead, verifyFacts } from './facts.ts';
import type { Findings } from './findings.ts';
import { readFlags } from './flags.ts';
import { countMails, type DoubledBy, type Post } from './mails.ts';
import { brokenLaws } from './order-laws.ts';
import { countPoints } from './points.ts';

export type VerifyOptions = {
  readonly source: Source;
  readonly shop: ShopPlan;
  /** Orders that were placed. */
  readonly placed: number;
  readonly asked: ReadonlyMap<string, Asked>;
  /** Quantity by request id, of what was received. */
  readonly receipts: ReadonlyMap<string, { readonly sku: string; readonly quantity: number }>;
  readonly ledger: string;
  /** What came in the mailbox. */
  readonly post: Post;
  readonly vault: Vault;
  readonly findings: Findings;
};

export type Verified = FactsRead & {
  /** Orders by how they ended. */
  readonly ends: Readonly<Record<string, number>>;
  readonly answers: Readonly<Record<string, number>>;
  readonly provider: { readonly operations: number; readonly declined: number; readonly captured: number };
  readonly mails: { readonly sent: number; readonly received: number; readonly doubled: DoubledBy };
  readonly customers: { readonly erased: number; readonly flagged: number; readonly points: number };
  /** Orders of which the customer's erasure had its way: turned down, or stopped since nobody could open the address. */
  readonly ofErased: Readonly<Record<string, number>>;
  /** An order that breaks a law, for its story. */
  readonly offender: string | null;
};

/** Requests between processors that are written once, and so none is answered as a repeat. */
const once: readonly string[] = [
  'stock-requests',
  'stock-replies',
  'customer-activity',
  'loyalty-requests',
  'loyalty-replies',
];

const byErasure: readonly string[] = ['customer-not-active', 'account-closed', UNREADABLE];

/** For so long another process may still have a destroyed key in its memory, ms (docs/decisions/0032). */
const KEPT_MS = 30_000;

/** Reads everything that was written, and holds it to the laws. What does not hold goes to the findings. */
export async function verifyAll(options: VerifyOptions): Promise<Verified> {
  const { source, shop, placed, asked, receipts, ledger, post, vault, findings } = options;
  const books = await readBooks(ledger);
  for (const problem of books.problems) findings.add('charges', problem);

  const answers = countAnswers(asked);
  for (const topic of new Set([...asked.values()].map(one => one.topic))) {
    const reader = source.wire.reader(topic);
    await prepareAndRead(source, topic, value => {
      const { event, bodyHash } = reader.decode(value) as unknown as Request['value'];
      answers.arrive(event.id, bodyHash);
    });
  }
  for (const { name } of processors) {
    const topic = `${name}.outcomes`;
    const reader = source.wire.reader(topic);
    await prepareAndRead(source, topic, value => answers.hear(reader.decode(value) as unknown as Outcome));
  }
  for (const problem of answers.problems()) findings.add('outcomes', problem);
  for (const topic of once) await expectOnce(source, topic, findings);
  await verifySealed(source, findings);
  await verifyKeys(source, vault, shop, findings);

  const goods = countGoods();
  for (const [about, { sku, quantity }] of receipts) if (answers.accepted(about)) goods.receive(sku, quantity);
  const stocks: Stock[] = [];
  const points = countPoints();
  const mails = countMails(id => shop.leaving.has(id));
  const flags = await readFlags(source, shop);
  const news = await newsOfLeaving(source, shop);
  const ofErased = new Map<string, number>();
  let erased = 0;
  const ends = new Map<string, number>();
  const seen = new Set<number>();
  let captured = 0;
  let offender: string | null = null;
  const read = await verifyFacts(source, placed, findings, async slice => {
    for (const sku of slice.facts('stock').keys()) stocks.push(slice.newest<Stock>('stock', sku) as Stock);
    for (const id of slice.facts('loyalty-accounts').keys()) {
      points.account(slice.newest<LoyaltyAccount>('loyalty-accounts', id) as LoyaltyAccount);
    }
    for (const [id, at] of verifyErasures(source, shop, slice, news, findings)) {
      erased++;
      mails.erased(id, at + KEPT_MS);
    }
    for (const orderId of slice.facts('orders').keys()) {
      seen.add(indexOf(orderId));
      const story = {
        order: slice.newest<Order>('orders', orderId),
        payment: slice.newest<Payment>('payments', orderId),
        allocation: slice.newest<Allocation>('allocations', orderId),
        shipment: slice.newest<Shipment>('shipments', orderId),
        activity: slice.newest<OrderActivity>('order-activity', orderId),
        notification: slice.newest<Notification>('notifications', orderId),
      };
      const status = story.order?.status ?? 'unknown';
      ends.set(status, (ends.get(status) ?? 0) + 1);
      captured += (story.payment?.captured?.amount ?? 0) - (story.payment?.refunded?.amount ?? 0);
      if (story.allocation) goods.take(story.allocation);
      const { order, payment, shipment, activity, notification } = story;
      const code = order?.rejection?.code ?? order?.shipment?.reason ?? '';
      if (byErasure.includes(code)) ofErased.set(code, (ofErased.get(code) ?? 0) + 1);
      if (notification) mails.take(notification);
      const plan = planOrder(shop, indexOf(orderId));
      const counted = order && shipment ? brokenLaw(() => points.take(order, shipment, activity)) : null;
      const broken = [
        ...brokenLaws(shop, plan, story, books.accounts.get(orderId)),
        ...(payment ? flags.broken(payment) : []),
        ...(counted === null ? [] : [counted]),
      ];
      for (const one of broken) findings.add('laws', `${orderId}: ${one}`);
      if (broken.length > 0) offender ??= orderId;
    }
  });
  for (const problem of goods.broken(stocks)) findings.add('stock', problem);
  for (const problem of points.broken()) findings.add('points', problem);
  for (const problem of mails.broken(post)) findings.add('mails', problem);
  for (let index = 0; index < placed; index++)
    if (!seen.has(index)) findings.add('laws', `o-${index} was never received`);
  for (const orderId of books.accounts.keys()) {
    if (!seen.has(indexOf(orderId))) findings.add('charges', `${orderId}: charged without an order`);
  }
  return {
    ...read,
    ends: Object.fromEntries([...ends].sort()),
    answers: Object.fromEntries([...answers.counts].sort()),
    mails: { sent: mails.sent(), received: post.received.length, doubled: mails.doubled },
    customers: { erased, flagged: flags.flagged.size, points: points.total() },
    ofErased: Object.fromEntries([...ofErased].sort()),
    provider: { operations: books.operations, declined: books.declined, captured },
    offender,
  };
}

async function expectOnce(source: Source, topic: string, findings: Findings): Promise<void> {
  const ids = new Set<string>();
  await readAll(source, topic, ({ headers }) => {
    const id = headers.find(([name]) => name === 'ce_id')?.[1]?.toString('utf8') ?? '?';
    if (ids.has(id)) findings.add('doubled requests', `${topic}: ${id} is there twice`);
    if (id.endsWith('/repeated')) findings.add('doubled requests', `${topic}: ${id} answers a repeat`);
    ids.add(id);
  });
}

async function prepareAndRead(source: Source, topic: string, visit: (value: Buffer) => void): Promise<void> {
  const reader = source.wire.reader(topic);
  const known = new Set<number>();
  const waiting: Buffer[] = [];
  await readAll(source, topic, ({ value }) => {
    if (value !== null) waiting.push(Buffer.from(value));
  });
  for (const value of waiting) {
    const schema = value.readInt32BE(1);
    if (!known.has(schema)) await reader.prepare([value]);
    known.add(schema);
    visit(value);
  }
}
