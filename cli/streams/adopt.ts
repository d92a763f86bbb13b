import type { Settings } from '../../runtime/config/settings.ts';
import { adoptInput } from '../../runtime/tasks/adopt.ts';
import type { Processor } from '../../runtime/tasks/definition.ts';
import { openConnection } from '../connect/connection.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { processorsNamed } from '../up/streams.ts';

export type Adoption = { readonly processor: string; readonly topic: string; readonly from: 'earliest' | 'latest' };

/** Sets the missing positions of an input, and prints them. */
export async function adoptInputOf(settings: Settings, adoption: Adoption, context: CliContext): Promise<ExitCode> {
  const [processor] = processorsNamed([adoption.processor]) as [Processor];
  const connection = await openConnection(settings, context);
  try {
    const positions = await adoptInput(connection, processor, adoption.topic, adoption.from);
    for (const { topic, partition, offset } of positions) {
      context.stdout.write(`${processor.name} begins with ${topic}[${partition}] at ${offset}\n`);
    }
    return exitCodes.done;
  } finally {
    await connection.close();
  }
}
