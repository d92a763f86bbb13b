import type { ProjectionSeen } from '../observe/metrics-projections.ts';
import { viewsSchema } from './names.ts';
import { progressOf, sumOf } from './rebuild/progress.ts';
import { projectionStatus } from './status.ts';

/** How the projections stand, with how far what is under way has come. */
export async function projectionsSeen(...asked: Parameters<typeof projectionStatus>): Promise<ProjectionSeen[]> {
  const [{ sql, prefix }] = asked;
  const where = { sql, control: viewsSchema(prefix) };
  const seen = async (one: Awaited<ReturnType<typeof projectionStatus>>[number]): Promise<ProjectionSeen> => {
    const { operation } = one;
    if (operation === null || operation.finishedAt !== null) return { ...one, progress: null };
    const parts = await progressOf(where, operation.id);
    return { ...one, progress: parts.length === 0 ? null : sumOf(parts).share };
  };
  return await Promise.all((await projectionStatus(...asked)).map(seen));
}
