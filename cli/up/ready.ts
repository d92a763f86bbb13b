const titles: Readonly<Record<string, string>> = {
  api: 'API',
  key: 'Key',
  health: 'Health',
  kafka: 'Kafka',
  registry: 'Registry',
  postgres: 'Postgres',
  payments: 'Payments',
  mailbox: 'Mailbox',
  bookings: 'Bookings',
};

/** Where everything is, and the key where one was made, for a person. */
export function readyText(addresses: Readonly<Record<string, string>>, seconds: string): string {
  const rows = Object.entries(addresses).map(([name, address]) => [titles[name] ?? name, address] as const);
  const health = addresses.api === undefined ? [] : [['Health', `${addresses.api}/health/ready`] as const];
  const console = addresses.api === undefined ? [] : [['Console', `${addresses.api}/console`] as const];
  const lines = [...rows, ...console, ...health].map(([name, address]) => `  ${name.padEnd(10)}${address}`);
  return `\nLongplay is ready, ${seconds} s after its start.\n${lines.join('\n')}\n\nCtrl-C stops it.\n`;
}
