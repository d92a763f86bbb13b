import type { Log } from '../../runtime/log/port.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import type { Sql } from '../../runtime/postgres/connect.ts';
import type { Codes } from '../../runtime/projector/code.ts';
import { viewsSchema } from '../../runtime/projector/names.ts';
import type { RebuildOptions, Run } from '../../runtime/projector/rebuild/context.ts';
import {
  askFor,
  claimOperation,
  findOperation,
  noteOperation,
  type Operation,
  type OperationKind,
  type OperationOptions,
} from '../../runtime/projector/rebuild/operations.ts';
import { runOperation } from '../../runtime/projector/rebuild/runner.ts';

export type WorkOptions = {
  readonly sql: Sql;
  readonly log: Log;
  readonly prefix: string;
  readonly codes: Codes;
  readonly logger: Logger;
};

/** Works on operations without a projector, so that a spec can be the process that dies, sleeps or comes late. */
export function working({ sql, log, prefix, codes, logger }: WorkOptions, name = 'orders') {
  const control = viewsSchema(prefix);
  const where = { sql, control };
  const options: RebuildOptions = {
    ...where,
    log,
    prefix,
    codes,
    logger,
    parallel: 1,
    gatherBytes: 1_000_000,
    fed: async () => {},
  };
  const claimed = async (owner: string): Promise<Operation> => {
    const operation = await claimOperation(where, owner, [name]);
    if (operation === null) throw new Error('There is nothing to work on.');
    return operation;
  };
  const done = async (operation: Operation, owner: string, over: Partial<RebuildOptions> = {}): Promise<Operation> => {
    await runOperation({ ...options, ...over }, operation, owner, new AbortController().signal);
    return (await findOperation(where, operation.id)) as Operation;
  };
  return {
    where,
    options,
    ask: (kind: OperationKind, asked?: OperationOptions) => askFor(where, name, kind, asked),
    claimed,
    done,
    /** Asked for, and worked on to its end. */
    worked: async (kind: OperationKind, asked?: OperationOptions, over?: Partial<RebuildOptions>) => {
      await askFor(where, name, kind, asked);
      return await done(await claimed('one'), 'one', over);
    },
    /** As `runOperation` would have it. */
    runOf: (operation: Operation, owner: string): Run => {
      const run: Run = {
        ...options,
        operation,
        owner,
        signal: new AbortController().signal,
        note: async change => {
          run.operation = await noteOperation(where, run.operation, owner, change);
        },
      };
      return run;
    },
    /** Its process is not heard of any more. */
    expire: async ({ id }: Operation) => {
      await sql`update ${sql(control)}.operation set lease_until = now() - interval '1 s' where id = ${id}`;
    },
  };
}
