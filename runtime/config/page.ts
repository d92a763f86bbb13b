import type { Setting } from './setting.ts';
import { settingsTable } from './table.ts';

/** docs/reference/config.md, from the table of settings. */
export function configPage(): string {
  const groups = Map.groupBy(Object.entries<Setting>(settingsTable), ([, setting]) => setting.group);
  const sections = [...groups].map(([group, settings]) => [`## ${group}`, ...settings.map(section)].join('\n\n'));
  return `${[head, ...sections].join('\n\n')}\n`;
}

const head = `# Configuration

<!-- Generated from runtime/config/table.ts by \`npm run generate\`. -->

Longplay is configured by environment variables, read once at the start. Without any, it starts its own Kafka, schema
registry and Postgres. \`KAFKA_BROKERS\`, \`SCHEMA_REGISTRY_URL\` and \`DATABASE_URL\` each replace one of them by a server
of yours. An empty variable counts as not set. Everything that is wrong is listed at once, as
[LP_CONFIG_INVALID](errors.md#lp_config_invalid), and a misspelt name is refused. Secrets are masked in every log and
error.`;

function section([name, setting]: [string, Setting]): string {
  const facts = [
    `- Value: ${setting.type}${setting.unit === undefined ? '' : ` (${setting.unit})`}`,
    `- Default: ${setting.defaultText ?? (setting.fallback === null ? 'not set' : `\`${setting.fallback}\``)}`,
    `- If it is wrong: ${setting.otherwise}`,
    ...(setting.secret === undefined ? [] : [`- Secret: ${secrecy[setting.secret]}`]),
  ];
  return `### ${name}\n\n${setting.meaning}\n\n${facts.join('\n')}`;
}

const secrecy = { value: 'never shown', password: 'shown without the password that it holds' };
