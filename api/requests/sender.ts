import { createSealer, type Sealer } from '../../runtime/codec/sealer.ts';
import type { Door } from '../../runtime/drain/door.ts';
import { LogError } from '../../runtime/log/errors.ts';
import type { Log, LogWriter, OutgoingRecord, Position } from '../../runtime/log/port.ts';
import type { SentSeen } from '../../runtime/observe/tracing/request-spans.ts';
import { topicOf, type Wire } from '../../runtime/tasks/engine.ts';
import { eventHeaders } from '../../runtime/tasks/records.ts';
import type { Vault } from '../../runtime/vault/port.ts';
import { schemaText } from '../../schemas/load.ts';
import { topics } from '../../schemas/topics.ts';
import { beginsStory, type Request, type RequestValues } from './request.ts';

export type RequestSenderOptions = {
  readonly log: Pick<Log, 'writer'>;
  /** Of the installation's topics. */
  readonly prefix: string;
  readonly wire: Pick<Wire, 'writer'>;
  /** Seals what is personal, before anything leaves the process. */
  readonly vault: Vault;
  /** Who sends, as CloudEvents' `source`, such as /longplay/api. */
  readonly source: string;
  /** Closed while an export drains the shop. Left out: nobody asks. */
  readonly door?: Pick<Door, 'through'>;
  /** Told of each request that is on the log; traces are made of it. Must not throw. Left out: nobody is. */
  readonly sent?: ((seen: SentSeen) => void) | undefined;
};

export type SendOptions = {
  /**
   * The personal texts are sealed already: ciphertext that was copied from a fact. Default false: they are plain, and
   * get sealed. A plain text among sealed ones is refused, never sent.
   */
  readonly sealed?: boolean;
  /** The span that it is sent in. Default: none. */
  readonly within?: string | undefined;
};

export type RequestSender = {
  /**
   * Resolves when the request is on the log, for good. Requests that are sent at the same time share a call to Kafka.
   *
   * @throws DrainingError; LogError; VaultError where the personal fields cannot be sealed now; LP_CODEC_VALUE_INVALID
   */
  send(request: Request, options?: SendOptions): Promise<Position>;
  /** Sends many at once; after an error some may be on the log, and the same ones can be sent again. */
  sendAll(requests: readonly Request[], options?: SendOptions): Promise<Position[]>;
  /** Puts records on the log that are whole already, as `send` does. */
  append(records: readonly OutgoingRecord[]): Promise<Position[]>;
  /** Waits for what is under way. */
  close(): Promise<void>;
};

type Held = { readonly writer: Promise<LogWriter>; users: number; spent: boolean };

/** Puts requests on the log. */
export function createRequestSender(given: RequestSenderOptions): RequestSender {
  const { log, prefix, wire, vault, source, door, sent } = given;
  const through: Door['through'] = write => (door === undefined ? write() : door.through(write));
  const sealers = new Map<string, Sealer<Request['value']>>();
  const leaving = new Set<Promise<void>>();
  const underWay = new Set<Promise<void>>();
  let held: Held | null = null;
  let closed = false;

  const sealerOf = (topic: keyof RequestValues): Sealer<Request['value']> => {
    const known = sealers.get(topic);
    if (known !== undefined) return known;
    const definition = topics.find(one => one.name === topic);
    if (definition === undefined) throw new Error(`No topic is named ${topic}.`);
    const sealer = createSealer<Request['value']>(schemaText(definition), vault);
    sealers.set(topic, sealer);
    return sealer;
  };

  const recordOf = async ({ topic, key, value }: Request, { sealed = false }: SendOptions): Promise<OutgoingRecord> => {
    const safe = sealed ? value : await sealerOf(topic).seal(value);
    return {
      topic: topicOf({ prefix }, topic),
      key: Buffer.from(key, 'utf8'),
      value: wire.writer(topic).encode(safe),
      headers: eventHeaders(value.event, source, key),
      timestamp: value.event.time,
    };
  };

  /** A writer is closed when the last of those that share it is done. */
  const leave = (one: Held): void => {
    one.users -= 1;
    if (!one.spent || one.users > 0) return;
    const done = one.writer.then(writer => writer.close()).catch(() => undefined);
    leaving.add(done);
    void done.finally(() => leaving.delete(done));
  };

  const append = async (records: readonly OutgoingRecord[]): Promise<Position[]> => {
    if (closed) throw new LogError('unavailable', 'No more requests are taken: this process is stopping.');
    // One more user than there are appends, so that it stays open between them.
    held ??= { writer: log.writer(), users: 1, spent: false };
    const mine: Held = held;
    mine.users += 1;
    const appended = mine.writer.then(writer => writer.append(records));
    const settled = appended.then(noop, noop);
    underWay.add(settled);
    try {
      return await appended;
    } catch (error) {
      if (!mine.spent) spend(mine);
      throw error;
    } finally {
      leave(mine);
      underWay.delete(settled);
    }
  };

  const spend = (one: Held): void => {
    one.spent = true;
    if (held === one) held = null;
    leave(one);
  };

  const appendSurely = async (records: readonly OutgoingRecord[]): Promise<Position[]> => {
    try {
      return await append(records);
    } catch (error) {
      // Nobody knows whether they are on the log. Their owner ignores a repeat, so a repeat is the way to know.
      if (error instanceof LogError && error.kind === 'outcome-unknown') return await append(records);
      throw error;
    }
  };

  const sendAll = async (requests: readonly Request[], options: SendOptions = {}): Promise<Position[]> => {
    const records = await Promise.all(requests.map(request => recordOf(request, options)));
    const start = Date.now();
    const positions = await through(() => appendSurely(records));
    if (sent !== undefined) {
      const common = { start, end: Date.now(), within: options.within };
      for (const [n, record] of records.entries()) {
        const at = positions[n] as Position;
        sent({ ...common, record, at, begins: beginsStory(requests[n] as Request) });
      }
    }
    return positions;
  };

  return {
    send: async (request, options) => (await sendAll([request], options))[0] as Position,
    sendAll,
    append: records => through(() => appendSurely(records)),
    close: async () => {
      closed = true;
      await Promise.all(underWay);
      if (held !== null) spend(held);
      await Promise.all(leaving);
    },
  };
}

const noop = (): void => undefined;
