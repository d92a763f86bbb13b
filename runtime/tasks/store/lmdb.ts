import { fileStore } from './file.ts';
import type { StateStore } from './port.ts';

/** The name under which the wiring still opens a store; `stateFolder` takes its place. */
export const lmdbStore = (folder: string): Promise<StateStore> => fileStore(folder);
