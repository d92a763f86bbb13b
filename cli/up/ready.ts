import type { Addresses } from './ground.ts';

/** Where everything is, for a person. */
export function readyText(addresses: Addresses & { api: string }, seconds: string): string {
  const rows = [
    ['API', addresses.api],
    ['Health', `${addresses.api}/health/ready`],
    ['Kafka', addresses.kafka],
    ['Registry', addresses.registry],
    ['Postgres', addresses.postgres],
  ] as const;
  const lines = rows.map(([name, address]) => `  ${name.padEnd(10)}${address}`);
  return `\nLongplay is ready, ${seconds} s after its start.\n${lines.join('\n')}\n\nCtrl-C stops it.\n`;
}
