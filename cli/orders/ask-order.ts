import { userInfo } from 'node:os';
import { cancelOrder, returnOrder } from '../../api/requests/orders.ts';
import type { Asking } from '../../api/requests/request.ts';
import type { Settings } from '../../runtime/config/settings.ts';
import { DrainingError } from '../../runtime/drain/door.ts';
import { partitionOfKey } from '../../runtime/hospital/send.ts';
import { type Answered, outcomesFrom } from '../../runtime/hospital/treatment/outcomes.ts';
import type { Processor } from '../../runtime/tasks/definition.ts';
import { stateOf } from '../../runtime/tasks/newest.ts';
import { topicName } from '../../runtime/topics/spec.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Connection } from '../connect/connection.ts';
import { openRequests } from '../connect/requests.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { jsonOf } from '../hospital/json.ts';
import { type HospitalShop, withHospital } from '../hospital/shop.ts';
import { processorsNamed } from '../up/streams.ts';
import { againText, answeredBefore, hashOfAsked, newRequestId } from './again.ts';
import { answerText, askedText, type Line, linesOf, type Wanted } from './telling.ts';

export type AskOrder = {
  readonly orderId: string;
  readonly wanted: Wanted;
  /** As a code, and in words; the words are sealed. */
  readonly reasonCode: string;
  readonly reason: string;
  /** Of a request that is asked again; null: it is a new one. */
  readonly requestId: string | null;
  /** Only says what would be asked. */
  readonly dryRun: boolean;
  /** How long the decision is waited for, ms. */
  readonly patience: number;
  readonly json: boolean;
};

/** Asks for a cancel or a return, as the API does, and waits for the decision. The answer is no where it is rejected. */
export function askOrder(settings: Settings, asked: AskOrder, context: CliContext): Promise<ExitCode> {
  return withHospital(settings, context, ['order-requests'], shop => askIn(shop, asked, context));
}

export async function askIn(shop: HospitalShop, asked: AskOrder, context: CliContext): Promise<ExitCode> {
  const { orderId, wanted, dryRun, json, requestId } = asked;
  // Listened to before the order is read: what it decides in between is heard.
  const outcomes = await outcomesFrom(shop.connection, 'orders');
  const order = await orderOf(shop.connection, orderId);
  shop.signal.throwIfAborted();
  const refuse = (now: object, text: string): ExitCode => {
    if (json) context.stdout.write(jsonOf(now));
    context.stderr.write(`${text}\n`);
    return exitCodes.no;
  };
  if (order === null) return refuse({ orderId, status: null, asked: false }, `There is no order ${orderId}.`);

  const { status, version, total } = order;
  const bodyHash = hashOfAsked(wanted, asked.reasonCode);
  const before = requestId === null ? undefined : answeredBefore(order, requestId, bodyHash);
  if (requestId !== null && before !== undefined) {
    const text = answerText(orderId, wanted, before, requestId);
    const now = { orderId, status, version, total, lines: null, asked: false, requestId };
    const answer = { requestId, ...before };
    context.stdout.write(json ? jsonOf({ ...now, answer, text }) : `It was decided before. ${text}\n`);
    return before.accepted ? exitCodes.done : exitCodes.no;
  }
  const lines = wanted.what === 'return' ? linesOf(order, wanted.lines) : null;
  if (typeof lines === 'string') {
    return refuse({ orderId, status, version, total, lines: null, asked: false, text: lines }, lines);
  }
  const now = { orderId, status, version, total, lines };
  if (!json) context.stdout.write(askedText(order, lines));
  if (dryRun) {
    context.stdout.write(json ? jsonOf({ ...now, asked: false }) : 'A dry run: nothing is asked.\n');
    return exitCodes.done;
  }

  const id = requestId ?? newRequestId();
  if (!json) context.stdout.write(`request ${id}\n`);
  const sending = { id, bodyHash, customerId: order.customerId, lines };
  const given = (was: boolean | null, answer: Answered | null, text: string): string =>
    jsonOf({ ...now, asked: was, requestId: id, answer, text });
  let was: boolean | null = false;
  try {
    await sendTo(shop, asked, sending, () => {
      was = null;
    });
    was = true;
    shop.terminal.status('orders was asked');
    const [answer] = await outcomes.of([id], asked.patience, shop.signal);
    shop.terminal.status(null);
    const text = answerText(orderId, wanted, answer, id);
    context.stdout.write(json ? given(was, answer ?? null, text) : `${text}\n`);
    return answer?.accepted === true ? exitCodes.done : exitCodes.no;
  } catch (error) {
    shop.terminal.status(null);
    if (error instanceof DrainingError) was = false;
    const text = was === false ? 'It was not asked.' : `Nobody can tell what became of it. ${againText(id)}`;
    if (json) context.stdout.write(given(was, null, text));
    else if (was !== false) context.stderr.write(`${text}\n`);
    throw error;
  }
}

async function orderOf(connection: Connection, orderId: string): Promise<Order | null> {
  const [orders] = processorsNamed(['orders']) as [Processor];
  const all = await connection.log.admin.offsets(topicName(connection.prefix, orders.owns));
  const found = await stateOf(connection, orders, partitionOfKey(orderId, all.length), orderId);
  return found as unknown as Order | null;
}

type Sending = {
  readonly id: string;
  readonly bodyHash: string;
  readonly customerId: string;
  readonly lines: readonly Line[] | null;
};

/** `begins`: from then on nobody can tell whether it is on the log, unless this ends well. */
async function sendTo(
  { connection, signal }: HospitalShop,
  { orderId, reasonCode, reason }: AskOrder,
  { id, bodyHash, customerId, lines }: Sending,
  begins: () => void,
): Promise<void> {
  const vault = await connection.vault();
  const requests = await openRequests({ ...connection, vault, name: 'longplay orders', part: 'cli' });
  const actor = { kind: 'OPERATOR', id: userInfo().username } as const;
  const asking: Asking = { id, bodyHash, time: Date.now(), actor };
  const why = { reasonCode, reason };
  const request =
    lines === null
      ? cancelOrder(asking, orderId, customerId, why)
      : returnOrder(asking, orderId, customerId, { ...why, lines: [...lines] });
  try {
    signal.throwIfAborted();
    begins();
    await requests.send(request);
  } finally {
    await requests.close();
  }
}
