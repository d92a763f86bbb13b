import { traceIdOf } from './tracing/ids.ts';

/**
 * A line that names a story by `correlationId` names its trace too (`traceId`), whether traces are made or not. Where its
 * `key` is what the story is named after, as an order's id is, it also stands under the name that people look for.
 */
export function storied(line: Record<string, unknown>, storyKey?: string): Record<string, unknown> {
  const { correlationId, key } = line;
  if (typeof correlationId !== 'string' || correlationId === '') return line;
  const named = storyKey !== undefined && key === correlationId ? { [storyKey]: key } : {};
  return { ...line, ...named, traceId: traceIdOf(correlationId) };
}
