import { expect, it } from 'vitest';
import { bareSql } from './bundle.ts';

it('comments and layout of SQL do not count, but inside of quotes they do', () => {
  const bare = "create table t ( a text default '--  b' )";
  expect(bareSql("  create table t ( -- all of it\n  a text\n\tdefault '--  b' -- why\n)\n")).toBe(bare);
  expect(bareSql("create table t ( a text default '-- b' )")).not.toBe(bare);
});
