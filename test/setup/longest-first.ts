import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest, the longest first: a long one that begins last runs alone at the end, while the other
 * cores have nothing to do. A file that is not named here begins after these, in vitest's own order.
 */
const LONGEST = [
  'test/chaos/chaos.e2e.spec.ts',
  'test/e2e/start.e2e.spec.ts',
  'test/drill/drill.e2e.spec.ts',
  'test/e2e/stack.e2e.spec.ts',
  'test/e2e/roles.e2e.spec.ts',
  'test/e2e/shop-data.e2e.spec.ts',
  'test/erasure/erasure.e2e.spec.ts',
  'test/release/release.e2e.spec.ts',
  'test/console/console.e2e.spec.ts',
  'test/e2e/start-secured.e2e.spec.ts',
  'test/contract/kafkajs-restart.int.spec.ts',
  'cli/log/drill.int.spec.ts',
  'test/contract/kafkajs.int.spec.ts',
  'runtime/codec/plain-text.int.spec.ts',
  'test/topology/whole/whole.unit.spec.ts',
  'test/property/flow.unit.spec.ts',
];

const rank = ({ moduleId }: TestSpecification): number => {
  const found = LONGEST.findIndex(path => moduleId.endsWith(path));
  return found === -1 ? LONGEST.length : found;
};

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
