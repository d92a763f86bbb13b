import type { Settings } from '../../runtime/config/settings.ts';
import { partitionOfKey } from '../../runtime/hospital/send.ts';
import { openCaseBook } from '../../runtime/hospital/treatment/case-book.ts';
import { repairOrder } from '../../runtime/hospital/treatment/repairs.ts';
import type { Processor } from '../../runtime/tasks/definition.ts';
import { stateOf } from '../../runtime/tasks/newest.ts';
import { operationsOf } from '../../runtime/tasks/ward.ts';
import { topicName } from '../../runtime/topics/spec.ts';
import { openConnection } from '../connect/connection.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { jsonOf } from '../hospital/json.ts';
import { withHospital } from '../hospital/shop.ts';
import { treatIn } from '../hospital/treat.ts';
import { valueIn } from '../hospital/value-file.ts';
import { processorsNamed } from '../up/streams.ts';

export type Fact = { readonly processor: string; readonly key: string };

/** Prints the newest fact of a key, as its owner has it. The answer is no where there is none. */
export async function showFact(
  settings: Settings,
  { processor: name, key }: Fact,
  context: CliContext,
): Promise<ExitCode> {
  const [processor] = processorsNamed([name]) as [Processor];
  const connection = await openConnection(settings, context);
  try {
    const all = await connection.log.admin.offsets(topicName(connection.prefix, processor.owns));
    const state = await stateOf(connection, processor, partitionOfKey(key, all.length), key);
    if (state === null) {
      context.stderr.write(`${name} has no fact of ${key}.\n`);
      return exitCodes.no;
    }
    context.stdout.write(jsonOf(state));
    return exitCodes.done;
  } finally {
    await connection.close();
  }
}

export type Repair = Fact & {
  /** Path of a file with the fact as it is to be, as JSON. */
  readonly file: string;
  readonly reason: string;
  readonly patience: number;
  readonly json: boolean;
};

/** Has the owner write a fact as the next one of its key. The answer is no where it was refused. */
export async function repairFact(settings: Settings, repair: Repair, context: CliContext): Promise<ExitCode> {
  const { processor: name, key, file, reason, ...waiting } = repair;
  const [processor] = processorsNamed([name]) as [Processor];
  const value = await valueIn(file);
  return withHospital(settings, context, [operationsOf(name), processor.owns], async shop => {
    const { wire } = shop.connection;
    const order = repairOrder(processor, key, value, reason, (topic, one) => wire.writer(topic).encode(one));
    return treatIn(shop, await openCaseBook(shop.connection, [name]), { order, ...waiting }, context);
  });
}
