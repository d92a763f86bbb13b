import type { RecordHeaders } from '../../log/port.ts';
import { attribute } from './attributes.ts';

export function headerOf(headers: RecordHeaders | undefined, name: string): string | null {
  const found = headers?.find(([its]) => its === name);
  return found?.[1]?.toString('utf8') ?? null;
}

type Place = { readonly topic: string; readonly partition: number; readonly offset: bigint | number };

/** Where a record is, and whose. A key is an id, which a log may name as well; the value stays where it is. */
export const recordAttributes = (
  { topic, partition, offset }: Place,
  key: string | null,
  id: string | null,
): Readonly<Record<string, string | number>> => ({
  [attribute.system]: 'kafka',
  [attribute.destination]: topic,
  [attribute.partition]: String(partition),
  [attribute.offset]: Number(offset),
  ...(key !== null && { [attribute.key]: key }),
  ...(id !== null && { [attribute.messageId]: id }),
});
