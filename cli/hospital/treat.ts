import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { type CaseBook, openCaseBook, processorOf } from '../../runtime/hospital/treatment/case-book.ts';
import type { Order } from '../../runtime/hospital/treatment/orders.ts';
import { type RetryResult, resultOf } from '../../runtime/hospital/treatment/result.ts';
import { operationsOf } from '../../runtime/tasks/ward.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printable } from '../plain-text.ts';
import { processorsNamed } from '../up/streams.ts';
import { jsonOf } from './json.ts';
import { ask, type HospitalShop, type Sent, withHospital } from './shop.ts';

export type Treatment = {
  readonly order: Order;
  /** How long answer and result are waited for, ms. */
  readonly patience: number;
  readonly json: boolean;
};

const LOOK_EVERY_MS = 200;

/** Asks for a treatment, and waits for what becomes of it. The answer is no where it was refused, or has failed again. */
export async function treat(settings: Settings, treatment: Treatment, context: CliContext): Promise<ExitCode> {
  const { order } = treatment;
  const name = 'caseId' in order ? processorOf(order.caseId) : order.processor;
  processorsNamed([name]);
  return withHospital(settings, context, [operationsOf(name)], async shop => {
    const book = await openCaseBook(shop.connection, [name]);
    return treatIn(shop, book, treatment, context);
  });
}

export async function treatIn(
  shop: HospitalShop,
  book: CaseBook,
  { order, patience, json }: Treatment,
  context: CliContext,
): Promise<ExitCode> {
  const until = performance.now() + patience;
  const sent = await ask(shop, book, order, patience);
  const refused = sent.answers.find(({ accepted }) => !accepted);
  const missing = sent.ids.length - sent.answers.length;
  const retries = order.what.startsWith('retry') || order.what === 'edit';
  const result =
    retries && refused === undefined && missing === 0 ? await resultIn(shop, book, order, sent, until) : null;
  const told = tellingOf(order, sent, refused?.reason ?? null, missing, result);
  context.stdout.write(json ? jsonOf({ order: shown(order), ...sent, result, ...told }) : `${told.text}\n`);
  return told.isWell ? exitCodes.done : exitCodes.no;
}

async function resultIn(
  { terminal, signal }: HospitalShop,
  book: CaseBook,
  order: Order,
  { ids }: Sent,
  until: number,
): Promise<RetryResult> {
  const key = keyOf(order, book);
  for (;;) {
    await book.refresh();
    const result = resultOf(order, ids, book, key);
    if (result.ended || performance.now() >= until || signal.aborted) return result;
    terminal.status(`${result.healed} healed, ${result.back} back again, of ${result.total}`);
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

function keyOf(order: Order, book: CaseBook): string | null {
  if (order.what === 'retry-key') return order.key;
  return 'caseId' in order ? (book.find(order.caseId)?.one.blockedKey ?? null) : null;
}

type Telling = { readonly text: string; readonly isWell: boolean };

/** What is said at the end. */
export function tellingOf(
  order: Order,
  { processor, ids }: Pick<Sent, 'processor' | 'ids'>,
  refused: string | null,
  missing: number,
  result: RetryResult | null,
): Telling {
  if (refused !== null) return { text: `${processor} refused: ${explained(refused)}`, isWell: false };
  if (missing > 0) {
    const whom = ids.length === 1 ? '' : ` on ${missing} of ${ids.length} partitions`;
    return {
      text: `${processor} has not answered yet${whom}; is it running? It was asked, and does it when it runs.`,
      isWell: false,
    };
  }
  if (result === null) return { text: doneText(order, processor), isWell: true };
  const counts = `${result.healed} healed, ${result.back} back again`;
  const why = result.errors.map(text => `\n  ${printable(text)}`).join('');
  if (!result.ended) return { text: `Still running: ${counts}, of ${result.total}. It goes on.${why}`, isWell: false };
  if (result.back > 0) return { text: `${counts}.${why}`, isWell: false };
  return {
    text: result.total === 0 ? 'Nothing was to be retried.' : `${counts}: nothing of it waits any more.`,
    isWell: true,
  };
}

function doneText(order: Order, processor: string): string {
  if (order.what === 'discard') return `${order.caseId} is discarded; what queued behind it goes on.`;
  if (order.what === 'repair') return `${order.key} is repaired: its fact has version ${order.restsOnVersion + 1} now.`;
  if (order.what === 'pause') {
    const end =
      order.until === null
        ? `until: longplay streams resume ${processor}`
        : `until ${new Date(order.until).toISOString()}`;
    return `${processor} is paused on every partition, ${end}`;
  }
  return `${processor} takes inputs on every partition.`;
}

/** Reasons of refusals, as `Rejection` in runtime/hospital/operation.ts lists them. */
const explanations: Readonly<Record<string, string>> = {
  'behind-another-case': 'it waits behind another case of its key; retry that one, or the key.',
  'case-closed': 'it is closed already.',
  'case-unknown': 'it does not know the case.',
  'fact-unknown': 'it has no fact of that key.',
  'key-not-blocked': 'nothing blocks that key.',
  'not-a-request': 'only a request may be edited; a wrong fact is repaired by its owner, whose case it is not.',
  'reason-missing': 'a reason is needed.',
  'too-many-retries': 'it runs as many group retries as it keeps; wait for one to end.',
  'value-unreadable': 'it cannot read the value.',
  'version-changed': 'another fact of that key has come meanwhile; read it, and correct that one.',
};

const explained = (reason: string): string => explanations[reason] ?? reason;

const shown = (order: Order): object => ('value' in order ? { ...order, value: `${order.value.length} bytes` } : order);

/** Whose case blocks a key, where nobody said. */
export function blockerOf(book: Pick<CaseBook, 'all'>, key: string): string {
  const found = new Set(
    book.all().flatMap(({ one }) => (one.blockedKey === key && one.closedAt === null ? [one.processor] : [])),
  );
  const [only, ...others] = found;
  if (only === undefined) throw new LongplayError('LP_HOSPITAL_KEY_FREE', `No case blocks ${key}.`);
  if (others.length === 0) return only;
  throw new LongplayError('LP_CLI_USAGE', `${key} waits at ${[...found].join(' and ')}: say which by --processor.`);
}
