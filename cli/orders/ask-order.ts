import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { cancelOrder, returnOrder } from '../../api/requests/orders.ts';
import type { Asking } from '../../api/requests/request.ts';
import type { Settings } from '../../runtime/config/settings.ts';
import { partitionOfKey } from '../../runtime/hospital/send.ts';
import { outcomesFrom } from '../../runtime/hospital/treatment/outcomes.ts';
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
import { answerText, askedText, type Line, linesOf, type Wanted } from './telling.ts';

export type AskOrder = {
  readonly orderId: string;
  readonly wanted: Wanted;
  /** As a code, and in words; the words are sealed. */
  readonly reasonCode: string;
  readonly reason: string;
  /** Only says what would be asked. */
  readonly dryRun: boolean;
  /** How long the decision is waited for, ms. */
  readonly patience: number;
  readonly json: boolean;
};

/** Asks for a cancel or a return, as the API does, and waits for the decision. The answer is no where it is rejected. */
export function askOrder(settings: Settings, asked: AskOrder, context: CliContext): Promise<ExitCode> {
  return withHospital(settings, context, ['order-requests'], async shop => {
    const { orderId, wanted, dryRun, json } = asked;
    const order = await orderOf(shop.connection, orderId);
    if (order === null) {
      context.stderr.write(`There is no order ${orderId}.\n`);
      return exitCodes.no;
    }
    const lines = wanted.what === 'return' ? linesOf(order, wanted.lines) : null;
    const now = { orderId, status: order.status, version: order.version, total: order.total, lines };
    if (!json) context.stdout.write(askedText(order, lines));
    if (dryRun) {
      context.stdout.write(json ? jsonOf({ ...now, asked: false }) : 'A dry run: nothing is asked.\n');
      return exitCodes.done;
    }
    const { requestId, answer } = await sendTo(shop, asked, order.customerId, lines);
    const text = answerText(orderId, wanted, answer);
    context.stdout.write(json ? jsonOf({ ...now, asked: true, requestId, answer: answer ?? null, text }) : `${text}\n`);
    return answer?.accepted === true ? exitCodes.done : exitCodes.no;
  });
}

async function orderOf(connection: Connection, orderId: string): Promise<Order | null> {
  const [orders] = processorsNamed(['orders']) as [Processor];
  const all = await connection.log.admin.offsets(topicName(connection.prefix, orders.owns));
  const found = await stateOf(connection, orders, partitionOfKey(orderId, all.length), orderId);
  return found as unknown as Order | null;
}

async function sendTo(
  { connection, terminal, signal }: HospitalShop,
  { orderId, reasonCode, reason, patience }: AskOrder,
  customerId: string,
  lines: readonly Line[] | null,
) {
  const vault = await connection.vault();
  const requests = await openRequests({ ...connection, vault, name: 'longplay orders', part: 'cli' });
  const outcomes = await outcomesFrom(connection, 'orders');
  const requestId = `req-${randomUUID().replaceAll('-', '')}`;
  const actor = { kind: 'OPERATOR', id: userInfo().username } as const;
  const asking: Asking = { id: requestId, bodyHash: null, time: Date.now(), actor };
  const why = { reasonCode, reason };
  try {
    await requests.send(
      lines === null
        ? cancelOrder(asking, orderId, customerId, why)
        : returnOrder(asking, orderId, customerId, { ...why, lines }),
    );
    terminal.status('orders was asked');
    const [answer] = await outcomes.of([requestId], patience, signal);
    return { requestId, answer };
  } finally {
    terminal.status(null);
    await requests.close();
  }
}
