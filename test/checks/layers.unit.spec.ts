import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { layers } from '../../dependency-cruiser.config.ts';
import { layerViolations } from './layers.ts';

type Violation = { rule: string; from: string; to: string };

/** What each rule must find: a module that imports another one, or a package. */
const violations: Violation[] = [
  { rule: 'schemas-stand-alone', from: 'schemas/topics.ts', to: 'runtime/errors.ts' },
  { rule: 'runtime-knows-no-shop', from: 'runtime/tasks/task.ts', to: 'schemas/topics.ts' },
  { rule: 'runtime-specs-know-schemas-only', from: 'runtime/tasks/task.unit.spec.ts', to: 'streams/topology.ts' },
  { rule: 'kafkajs-behind-the-port', from: 'runtime/tasks/task.ts', to: 'kafkajs' },
  { rule: 'adapters-behind-the-port', from: 'runtime/tasks/task.ts', to: 'runtime/log/kafkajs/log.ts' },
  {
    rule: 'streams-and-projections-use-public-types',
    from: 'streams/orders/processor.ts',
    to: 'runtime/stack/stack.ts',
  },
  { rule: 'decisions-are-pure', from: 'streams/orders/decide.ts', to: 'node:crypto' },
  { rule: 'decisions-are-pure', from: 'projections/orders/project.ts', to: 'postgres' },
  { rule: 'postgres-in-runtime-and-routes', from: 'api/app.ts', to: 'postgres' },
  { rule: 'http-in-api', from: 'runtime/observe/server.ts', to: 'fastify' },
  { rule: 'metrics-behind-their-port', from: 'runtime/tasks/task.ts', to: 'prom-client' },
  { rule: 'command-line-in-cli', from: 'runtime/stack/stack.ts', to: 'commander' },
  { rule: 'api-knows-no-wiring', from: 'api/app.ts', to: 'runtime/config/settings.ts' },
  { rule: 'cli-is-the-top', from: 'runtime/stack/stack.ts', to: 'cli/longplay.ts' },
  { rule: 'product-without-tests', from: 'runtime/stack/stack.ts', to: 'test/harness.ts' },
  { rule: 'product-without-dev-dependencies', from: 'runtime/stack/stack.ts', to: 'fast-check' },
  { rule: 'no-cycles', from: 'runtime/a.ts', to: 'runtime/b.ts' },
  { rule: 'resolvable', from: 'runtime/a.ts', to: 'runtime/missing.ts' },
];

/** The nearest thing to it that is allowed. */
const allowed: Violation[] = [
  { rule: 'schemas-stand-alone', from: 'schemas/topics.ts', to: 'schemas/processors.ts' },
  { rule: 'schemas-stand-alone', from: 'schemas/topics.int.spec.ts', to: 'runtime/errors.ts' },
  { rule: 'runtime-knows-no-shop', from: 'runtime/codec/codec.unit.spec.ts', to: 'schemas/topics.ts' },
  { rule: 'kafkajs-behind-the-port', from: 'runtime/log/kafkajs/log.ts', to: 'kafkajs' },
  { rule: 'adapters-behind-the-port', from: 'cli/commands/up.ts', to: 'runtime/log/kafkajs/log.ts' },
  { rule: 'decisions-are-pure', from: 'streams/orders/decide.ts', to: 'schemas/topics.ts' },
  { rule: 'postgres-in-runtime-and-routes', from: 'api/routes/orders.ts', to: 'postgres' },
  { rule: 'metrics-behind-their-port', from: 'runtime/observe/metrics.ts', to: 'prom-client' },
  { rule: 'http-in-api', from: 'runtime/gateways/payments/stand-in/server.ts', to: 'fastify' },
  { rule: 'product-without-dev-dependencies', from: 'runtime/a.unit.spec.ts', to: 'fast-check' },
];

const made: string[] = [];
afterEach(() => made.splice(0).map(folder => rmSync(folder, { recursive: true })));

function projectWith({ from, to }: Violation): string {
  const base = mkdtempSync(join(tmpdir(), 'longplay-layers-'));
  made.push(base);
  symlinkSync(join(import.meta.dirname, '../../node_modules'), join(base, 'node_modules'));
  symlinkSync(join(import.meta.dirname, '../../package.json'), join(base, 'package.json'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(base, path)), { recursive: true });
    writeFileSync(join(base, path), text);
  };
  const ours = to.endsWith('.ts');
  const back = '../'.repeat(from.split('/').length - 1);
  write(from, `import { it } from '${ours ? back + to : to}';\nexport const here = it;\n`);
  if (!ours || to.includes('missing')) return base;
  const cycle = from === 'runtime/a.ts' ? `import { here } from './a.ts';\nexport const again = here;\n` : '';
  write(to, `${cycle}export const it = 1;\n`);
  return base;
}

describe('the layering rules', () => {
  it.each(violations)('$rule finds $from → $to', async violation => {
    const found = await layerViolations(projectWith(violation));
    expect(found.map(line => line.split(':')[0])).toContain(violation.rule);
  });

  it.each(allowed)('$rule allows $from → $to', async violation => {
    expect(await layerViolations(projectWith(violation))).toEqual([]);
  });

  it('are all proven here', () => {
    const proven = new Set(violations.map(({ rule }) => rule));
    expect(layers.forbidden?.map(({ name }) => name).filter(name => !proven.has(name ?? ''))).toEqual([]);
  });
});
