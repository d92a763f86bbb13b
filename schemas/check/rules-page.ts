import { rules } from './rules.ts';

/** docs/reference/compatibility-rules.md. */
export function compatibilityRulesPage(): string {
  const sections = (['error', 'warning'] as const).map(severity => {
    const chosen = rules.filter(rule => rule.severity === severity);
    const entries = chosen.map(
      rule =>
        `### \`${rule.id}\`\n\n**${rule.title}.** ${rule.explanation}\n\nExample: ${rule.example}.\n\nWhat to do: ${rule.remedy}\n`,
    );
    return `## ${heads[severity]}\n\n${entries.join('\n')}`;
  });
  return `${intro}\n${sections.join('\n')}`;
}

const heads = { error: 'Errors', warning: 'Warnings' } as const;

const intro = `# Rules of schema compatibility

Generated from \`schemas/check/rules.ts\` by \`npm run generate\`; do not edit.

A check compares a candidate with the versions before it, in the direction and as far back as its level says:

| level | the candidate reads | the candidate is read by |
|---|---|---|
| \`NONE\` | | |
| \`BACKWARD\` | the newest version | |
| \`BACKWARD_TRANSITIVE\` | every version | |
| \`FORWARD\` | | the newest version |
| \`FORWARD_TRANSITIVE\` | | every version |
| \`FULL\` | the newest version | the newest version |
| \`FULL_TRANSITIVE\` | every version | every version |

**Errors** are what the Avro specification ("Schema Resolution") rules out, decided as Apache Avro Java and the registries
decide it. A reader breaks, so an error cannot be accepted.

**Warnings** are what every checker lets through and what is wrong nevertheless more often than not. One is accepted by a
committed line with its fingerprint, who answers for it, and why:

\`\`\`
# default-changed orders-value shipTo.country: shipTo.country had the default "GB" and has "IE": …
9f86d081884c7d65 anna The shop moved; views were rebuilt on 2026-11-20.
\`\`\`

A fingerprint names the subject, the rule, the field and what changed, so it outlives edits elsewhere in the file, and
does not outlive another change of the same thing. A line that no warning needs is told (\`acceptance-stale\`).

The form of \`--format json\` is described by [schema-findings.schema.json](schema-findings.schema.json).
`;
