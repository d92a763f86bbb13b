import type { Log } from '../log/port.ts';
import type { Sql } from '../postgres/connect.ts';
import type { Projection } from './definition.ts';
import { viewsSchema } from './names.ts';
import { dropGenerations, pauseProjection, resumeProjection } from './pause.ts';
import { refuseWithoutReadModels } from './present.ts';
import {
  askFor,
  cancelOperation,
  findOperation,
  type Operation,
  type OperationKind,
  type OperationOptions,
  operationsOf,
} from './rebuild/operations.ts';
import { progressOf } from './rebuild/progress.ts';
import { type ShownOperation, shownOperation } from './rebuild/shown.ts';
import { type ProjectionStatus, projectionStatus } from './status.ts';

/**
 * All that operators can ask of projections, for whoever serves them: the work is done where a projector runs. Rejects
 * with LP_PROJECTION_NEVER_RUN before one has run.
 */
export type ProjectionDesk = {
  /** Of all, or of one; empty where there is none of that name. */
  status(only?: string): Promise<ProjectionStatus[]>;
  ask(projection: string, kind: OperationKind, options: OperationOptions): Promise<ShownOperation>;
  /** The newest first. */
  operations(projection: string): Promise<ShownOperation[]>;
  operation(projection: string, id: number): Promise<ShownOperation | null>;
  /** False where it has ended. */
  cancel(id: number, by?: OperationOptions['cancelled']): Promise<boolean>;
  pause(projection: string, reason: string | null): Promise<boolean>;
  resume(projection: string): Promise<boolean>;
  drop(projection: string): Promise<number[]>;
};

export function projectionDesk(
  { sql, log, prefix }: { readonly sql: Sql; readonly log: Log; readonly prefix: string },
  projections: readonly Projection[],
): ProjectionDesk {
  const where = { sql, control: viewsSchema(prefix) };
  const shown = async (one: Operation): Promise<ShownOperation> => shownOperation(one, await progressOf(where, one.id));
  const there = (): Promise<void> => refuseWithoutReadModels({ sql, prefix });
  return {
    status: only =>
      projectionStatus(
        { sql, log, prefix },
        only === undefined ? projections : projections.filter(({ name }) => name === only),
      ),
    ask: async (projection, kind, options) => {
      await there();
      return shown(await askFor(where, projection, kind, options));
    },
    operations: async projection => {
      await there();
      return await Promise.all((await operationsOf(where, projection, { open: false })).map(shown));
    },
    operation: async (projection, id) => {
      await there();
      const found = await findOperation(where, id);
      return found === null || found.projection !== projection ? null : await shown(found);
    },
    cancel: async (id, by) => {
      await there();
      return await cancelOperation(where, id, by);
    },
    pause: async (projection, reason) => {
      await there();
      return await pauseProjection(where, projection, reason);
    },
    resume: async projection => {
      await there();
      return await resumeProjection(where, projection);
    },
    drop: async projection => {
      await there();
      return await dropGenerations(where, projection);
    },
  };
}
