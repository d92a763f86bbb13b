import type { FatEvent } from '../../runtime/tasks/fat-event.ts';
import type { LoyaltyAccount } from '../../schemas/types/loyalty-accounts.ts';
import type { Notification } from '../../schemas/types/notifications.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Stock } from '../../schemas/types/stock.ts';
import { law, total } from './law.ts';
import { storming as processors } from './storming.ts';
import type { Books } from './world.ts';

/** What must be true of every fact that was ever written, whatever compaction has left of them. */
export function checkFacts({ log }: Books): void {
  for (const { owns, historyBound } of processors) {
    const newest = new Map<string, FatEvent>();
    for (const { key, value } of log.topic(owns).flat()) {
      const fact = value as FatEvent;
      const before = newest.get(key);
      const name = `${owns} ${key} v${fact.version}`;
      law(fact.version === (before?.version ?? 0) + 1, () => `${name} after v${before?.version ?? 0}`);
      law(fact.history.length <= historyBound, () => `${name}: history of ${fact.history.length}`);
      law(fact.deadlines.length <= 16 && fact.effects.length <= 16, () => `${name}: too much is owed`);
      if (before !== undefined) checkStep(name, before, fact);
      if (owns === 'stock') checkStock(name, fact as unknown as Stock);
      if (owns === 'loyalty-accounts') checkAccount(name, fact as unknown as LoyaltyAccount);
      if (owns === 'notifications') checkMails(name, before as never, fact as unknown as Notification);
      if (owns === 'orders') checkOrder(name, before as unknown as Order | undefined, fact as unknown as Order);
      newest.set(key, fact);
    }
  }
}

function checkStep(name: string, before: FatEvent, fact: FatEvent): void {
  const republished = fact.event.causes.some(cause => cause.startsWith('republish'));
  law(republished || contentOf(before) !== contentOf(fact), () => `${name} says the same as the version before`);
  for (const { id, attempt, since } of fact.effects) {
    const earlier = before.effects.find(one => one.id === id);
    law(
      earlier === undefined || (attempt >= earlier.attempt && since === earlier.since),
      () => `${name}: ${id} begins anew while it is pending`,
    );
  }
}

/** Content without what only says how it came about. */
const contentOf = (fact: FatEvent): string =>
  JSON.stringify(fact, (field, value) =>
    ['event', 'version', 'history', 'historyDropped', 'productVersion'].includes(field) ? undefined : value,
  );

function checkStock(name: string, stock: Stock): void {
  const { received, counted, writtenOff, restocked, onHand, consumed, reserved, applied } = stock;
  law(received + counted - writtenOff + restocked === onHand + consumed, () => `${name}: goods appear or vanish`);
  law(reserved >= 0 && onHand >= reserved, () => `${name}: ${reserved} reserved of ${onHand}`);
  law(applied.length <= 8_192, () => `${name}: the ring grows`);
}

function checkAccount(name: string, account: LoyaltyAccount): void {
  const { points, held, granted, earned, takenBack, spent, holds, entries, applied } = account;
  const sum = granted + earned - takenBack - spent;
  law(points === sum, () => `${name}: ${points} are not ${granted} + ${earned} - ${takenBack} - ${spent}`);
  law(held === total(holds.map(one => one.points)), () => `${name}: ${held} held, but not by its holds`);
  law(
    holds.every(one => one.points > 0),
    () => `${name}: a hold of nothing`,
  );
  const once = new Set(holds.map(({ orderId }) => orderId)).size === holds.length;
  law(once, () => `${name}: an order holds points twice`);
  law(spent >= 0 && takenBack <= earned, () => `${name}: ${takenBack} taken back of ${earned}, ${spent} spent`);
  law(entries.length <= 128 && applied.length <= 8_192, () => `${name}: a list grows`);
}

/** One mail of a kind, always under the same Message-ID; and what is over stays over. */
function checkMails(name: string, before: Notification | undefined, { mails }: Notification): void {
  law(new Set(mails.map(({ kind }) => kind)).size === mails.length, () => `${name}: two mails of a kind`);
  for (const { kind, messageId, status } of before?.mails ?? []) {
    const now = mails.find(one => one.kind === kind);
    law(now?.messageId === messageId, () => `${name}: ${kind} has another Message-ID`);
    law(status === 'PENDING' || now?.status === status, () => `${name}: ${kind} was ${status}, and is ${now?.status}`);
  }
}

const ends: readonly string[] = ['REJECTED', 'CANCELLED'];
const finals: readonly string[] = [...ends, 'DELIVERED', 'RETURNED'];

function checkOrder(name: string, before: Order | undefined, order: Order): void {
  const { askedVersion, version, status, payment, allocation, deadlines } = order;
  const asks = askedVersion !== null && askedVersion !== before?.askedVersion;
  law(!asks || askedVersion === version, () => `${name} asks as ${askedVersion}`);
  const open = payment?.open === true || allocation?.open === true;
  law(!ends.includes(status) || !open, () => `${name} is ${status} while something is open`);
  const answers = [payment, allocation, order.shipment].map(seen => seen?.answersVersion);
  const ending = ends.includes(status) && before?.status !== status;
  law(!ending || answers.every(one => one === before?.askedVersion), () => `${name} ends on answers ${answers}`);
  const owed = deadlines.every(({ owedBy }) => owedBy !== '') && deadlines.length > 0;
  law(finals.includes(status) || owed, () => `${name} is ${status}, and nobody owes it a step`);
  const later = before !== undefined && ends.includes(before.status) && before.status !== status;
  law(!later, () => `${name}: ${before?.status} was the end`);
}
