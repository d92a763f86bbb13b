import { errorCatalogue } from './errors.ts';

/** docs/reference/errors.md, from the catalogue. */
export function errorsPage(): string {
  const areas = Map.groupBy(Object.entries(errorCatalogue).sort(), ([code]) => code.split('_')[1] ?? '');
  const sections = [...areas].map(([area, errors]) => [`## ${area}`, ...errors.map(section)].join('\n\n'));
  return `${[head, ...sections].join('\n\n')}\n`;
}

const head = `# Errors

<!-- Generated from runtime/errors/ by \`npm run generate\`. -->

Every error that Longplay reports to a person has a code that never changes its meaning. Commands print
\`error CODE: what happened\` and the remedy; logs hold \`code\` and \`remedy\` as fields; the API answers with problem
details ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)) whose \`code\` it is. What is printed without a code is a
defect of Longplay.`;

function section([code, { meaning, remedy }]: [string, { meaning: string; remedy: string }]): string {
  return `### ${code}\n\n${meaning}\n\n**Remedy:** ${remedy}`;
}
