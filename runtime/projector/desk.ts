import type { Log } from '../log/port.ts';
import type { Sql } from '../postgres/connect.ts';
import type { Projection } from './definition.ts';
import { viewsSchema } from './names.ts';
import { dropGenerations, pauseProjection, resumeProjection } from './pause.ts';
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

/** All that operators can ask of projections, for whoever serves them: the work is done where a projector runs. */
export type ProjectionDesk = {
  status(): Promise<ProjectionStatus[]>;
  ask(projection: string, kind: OperationKind, options: OperationOptions): Promise<ShownOperation>;
  /** The newest first. */
  operations(projection: string): Promise<ShownOperation[]>;
  operation(projection: string, id: number): Promise<ShownOperation | null>;
  /** False where it has ended. */
  cancel(id: number): Promise<boolean>;
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
  return {
    status: () => projectionStatus({ sql, log, prefix }, projections),
    ask: async (projection, kind, options) => shown(await askFor(where, projection, kind, options)),
    operations: async projection =>
      await Promise.all((await operationsOf(where, projection, { open: false })).map(shown)),
    operation: async (projection, id) => {
      const found = await findOperation(where, id);
      return found === null || found.projection !== projection ? null : await shown(found);
    },
    cancel: id => cancelOperation(where, id),
    pause: (projection, reason) => pauseProjection(where, projection, reason),
    resume: projection => resumeProjection(where, projection),
    drop: projection => dropGenerations(where, projection),
  };
}
