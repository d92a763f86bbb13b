import { inputsOf } from '../../runtime/tasks/processor-run.ts';
import { processors } from '../../streams/topology.ts';

/** Every processor with all that it reads, its operations too. */
export const readers = processors.map(({ name, owns, reads }) => ({ name, owns, reads: inputsOf({ name, reads }) }));
