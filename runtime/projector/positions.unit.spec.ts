import { expect, it } from 'vitest';
import type { LogAdmin } from '../log/port.ts';
import type { Sql } from '../postgres/connect.ts';
import { checkedPositions } from './positions.ts';

it('asks the log for its end only when it has the positions: while a process sleeps between the two, others go on', async () => {
  const told: string[] = [];
  const isStatement = (first: unknown): boolean => Array.isArray(first) && 'raw' in first;
  const rows = async () => {
    await new Promise(setImmediate);
    told.push('positions');
    return [];
  };
  const sql = ((first: unknown) => (isStatement(first) ? rows() : first)) as unknown as Sql;
  const asked = async () => {
    told.push('log');
    return [];
  };
  const admin = { describeTopics: asked, offsets: asked } as unknown as LogAdmin;
  const of = { projection: 'orders', generation: 1, topics: ['p.orders'], partition: 0 };
  await expect(checkedPositions({ sql, control: 'p_views', admin }, of)).rejects.toThrow('Nothing says');
  expect(told.filter(one => one === 'log')).toHaveLength(2);
  expect(told.indexOf('log')).toBeGreaterThan(told.lastIndexOf('positions'));
});
