import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import type { Control } from '../../runtime/projector/generations.ts';
import { viewsSchema } from '../../runtime/projector/names.ts';
import { refuseWithoutReadModels } from '../../runtime/projector/present.ts';
import { cancelOperation, operationsOf } from '../../runtime/projector/rebuild/operations.ts';
import { openConnection } from '../connect/connection.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

/** What a short command has done: a sentence, and the same as data. */
export type Settled = { readonly text: string; readonly data: Readonly<Record<string, unknown>> };

/** Runs a command that is done at once. */
export async function settle(
  settings: Settings,
  json: boolean,
  context: CliContext,
  work: (control: Control, prefix: string) => Promise<Settled>,
): Promise<ExitCode> {
  const connection = await openConnection(settings, context);
  try {
    await refuseWithoutReadModels(connection);
    const { sql, prefix } = connection;
    const { text, data } = await work({ sql, control: viewsSchema(prefix) }, prefix);
    context.stdout.write(json ? `${JSON.stringify(data, null, 2)}\n` : `${text}\n`);
    return exitCodes.done;
  } finally {
    await connection.close();
  }
}

/** Ends what is under way. */
export async function cancelOpen(control: Control, projection: string): Promise<Settled> {
  const [open] = await operationsOf(control, projection, { open: true });
  if (open === undefined || !(await cancelOperation(control, open.id))) {
    throw new LongplayError('LP_PROJECTION_NOTHING_OPEN', `Nothing is under way for ${projection}.`);
  }
  return {
    text: `${open.kind} ${open.id} of ${projection} is being cancelled.`,
    data: { projection, operation: open.id, cancelled: true },
  };
}
