import { createRequire } from 'node:module';
import type * as Kafkajs from 'kafkajs';
import { loadKafkajs, type Repairs } from '../repairs.ts';

const require = createRequire(import.meta.url);

export const ALL: Repairs = { positions: true, aborted: true, timer: true, connections: true, metadata: true };
export const NONE: Repairs = {
  positions: false,
  aborted: false,
  timer: false,
  connections: false,
  metadata: false,
};

/** kafkajs as it is with only these repairs, loaded anew: what shows that each of them is needed. */
export type Universe = { readonly kafkajs: typeof Kafkajs; load<T>(path: string): T };

export function kafkajsWith(repairs: Repairs): Universe {
  for (const id of Object.keys(require.cache)) {
    if (/[\\/]node_modules[\\/]kafkajs[\\/]/.test(id)) delete require.cache[id];
  }
  const kafkajs = loadKafkajs(repairs);
  return { kafkajs, load: path => require(`kafkajs/src/${path}`) };
}
