import { LongplayError } from '../errors.ts';
import type { Actor } from '../hospital/case.ts';
import { sendOperation } from '../hospital/send.ts';
import { processorOf as processorOfCase } from '../hospital/treatment/case-book.ts';
import { askingOf, type Order, orderedValue, type Places } from '../hospital/treatment/orders.ts';
import type { LogAdmin, LogWriter } from '../log/port.ts';
import type { Sql } from '../postgres/connect.ts';
import { viewsSchema } from '../projector/names.ts';
import { discardParked, retryParked, type TreatedBy } from '../projector/parked/treat.ts';
import { askFor } from '../projector/rebuild/operations.ts';
import type { Wire } from '../tasks/engine.ts';
import { hospitalOf, operationsOf } from '../tasks/ward.ts';
import { topicName } from '../topics/spec.ts';
import type { ReadCase } from './case-rows.ts';
import { type Casebook, casebook } from './casebook.ts';
import { partitionOf, placeOf, projectionOf } from './places.ts';

export type DeskOptions = {
  readonly sql: Sql;
  readonly prefix: string;
  readonly admin: Pick<LogAdmin, 'offsets'>;
  readonly writer: Pick<LogWriter, 'append'>;
  readonly wire: Pick<Wire, 'writer'>;
};

/** Who asks: `id` is the request's, unique; the same one again changes nothing. */
export type OrderedBy = { readonly id: string; readonly actor: NonNullable<Actor>; readonly now: number };

/** What was asked, and where its outcome is found. */
export type Ordered =
  /** Of a processor: one request for each of its tasks that it concerns. */
  | { readonly of: 'processor'; readonly processor: string; readonly requestIds: readonly string[] }
  /** Of a projector: the rows of a key are made anew. */
  | { readonly of: 'projection'; readonly projection: string; readonly operation: number }
  /** It is done. */
  | { readonly of: 'done' };

/** Cases and what can be done about them, for whoever serves it; the command line asks processors the same way. */
export type HospitalDesk = {
  readonly book: Casebook;
  /**
   * Puts a request on the processor's operations topic, with actor and reason; a case of a projection is treated where
   * projections are.
   *
   * @throws LP_HOSPITAL_REASON_MISSING, LP_HOSPITAL_CASE_UNKNOWN; LP_PROJECTION_CASE_UNTREATABLE, LP_PROJECTION_BUSY
   */
  order(order: Order, by: OrderedBy): Promise<Ordered>;
  /** @throws LP_HOSPITAL_VALUE_UNUSABLE where it is no value of the topic's schema. */
  encode(topic: string, value: unknown): Buffer;
};

export function hospitalDesk(
  { sql, prefix, admin, writer, wire }: DeskOptions,
  ask?: <T>(query: PromiseLike<T>) => Promise<T>,
): HospitalDesk {
  const book = casebook({ sql, prefix }, ask);
  const partitions = new Map<string, readonly number[]>();

  const partitionsOf = async (processor: string): Promise<readonly number[]> => {
    const known = partitions.get(processor);
    if (known !== undefined) return known;
    const found = (await admin.offsets(topicName(prefix, hospitalOf(processor)))).map(({ partition }) => partition);
    partitions.set(processor, found);
    return found;
  };

  const known = async (caseId: string): Promise<ReadCase> => {
    const found = await book.find(caseId);
    if (found === null) throw new LongplayError('LP_HOSPITAL_CASE_UNKNOWN', `No case is named ${caseId}.`);
    return found;
  };

  const ofProjection = async (projection: string, order: Order, by: TreatedBy): Promise<Ordered> => {
    const where = { sql, control: viewsSchema(prefix) };
    if (order.what === 'retry-key') {
      const operation = await askFor(where, projection, 'heal', { key: order.key });
      return { of: 'projection', projection, operation: operation.id };
    }
    if (order.what === 'retry-case' || order.what === 'discard') {
      const place = placeOf(prefix, await known(order.caseId));
      if (order.what === 'discard') {
        await discardParked(where, place, by);
        return { of: 'done' };
      }
      const { id } = await retryParked(where, place, by);
      return { of: 'projection', projection, operation: id };
    }
    const message = 'A projection is paused, resumed and rebuilt as such; its records are facts, which nobody edits.';
    throw new LongplayError('LP_PROJECTION_CASE_UNTREATABLE', message);
  };

  return {
    book,
    order: async (order, by) => {
      const processor = 'caseId' in order ? processorOfCase(order.caseId) : order.processor;
      const { reason } = order;
      const projection = projectionOf(processor);
      if (projection !== null) {
        if (reason.trim() === '') throw new LongplayError('LP_HOSPITAL_REASON_MISSING', 'No reason was given.');
        return await ofProjection(projection, order, { actor: by.actor, reason });
      }
      const one = 'caseId' in order ? await known(order.caseId) : null;
      const all = await partitionsOf(processor);
      const places: Places = {
        find: () => (one === null ? undefined : { partition: partitionOf(one, all.length) }),
        partitionsOf: () => all,
      };
      const asking = askingOf(order, places);
      const sending = { writer, prefix, wire: wire.writer(operationsOf(processor)) };
      const requestIds = await sendOperation(sending, asking.processor, asking.partitions, asking.asked, by);
      return { of: 'processor', processor, requestIds };
    },
    encode: (topic, value) => orderedValue(topic, () => wire.writer(topic).encode(value)),
  };
}
