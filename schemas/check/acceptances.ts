import { type Finding, fingerprintOf } from './finding.ts';

/** A warning that somebody has looked at. Errors cannot be accepted: a reader breaks, whoever agrees to it. */
export type Acceptance = {
  readonly fingerprint: string;
  readonly owner: string;
  readonly reason: string;
  /** Where the line stands. */
  readonly file: string | null;
  readonly line: number;
};

/** A line that cannot be read as an acceptance. */
export class InvalidAcceptanceError extends Error {
  constructor(file: string | null, line: number, found: string) {
    super(
      `${file ?? 'acceptances'}:${line}: not an acceptance: "${found}". A line is FINGERPRINT OWNER REASON, the fingerprint of 16 hexadecimal digits; # starts a comment.`,
    );
    this.name = 'InvalidAcceptanceError';
  }
}

/**
 * Reads the committed lines: `FINGERPRINT OWNER REASON…`, one for each warning; `#` starts a comment line.
 * @throws InvalidAcceptanceError
 */
export function parseAcceptances(text: string, file: string | null = null): Acceptance[] {
  const seen = new Set<string>();
  return text.split(/\r?\n/).flatMap((written, index) => {
    const line = written.trim();
    if (line === '' || line.startsWith('#')) return [];
    const [, fingerprint, owner, reason] = /^([0-9a-f]{16})\s+(\S+)\s+(\S.*)$/.exec(line) ?? [];
    if (fingerprint === undefined || owner === undefined || reason === undefined || seen.has(fingerprint)) {
      throw new InvalidAcceptanceError(file, index + 1, line);
    }
    seen.add(fingerprint);
    return [{ fingerprint, owner, reason, file, line: index + 1 }];
  });
}

/** What to commit for a warning: a comment that says what it is, and the line. */
export function acceptanceLine(finding: Finding, owner: string, reason: string): string {
  const what = [finding.rule, finding.subject, finding.path].filter(part => part !== null && part !== '').join(' ');
  return `# ${what}: ${finding.sentence}\n${finding.fingerprint} ${owner} ${reason}\n`;
}

/** Marks the warnings that are accepted. The others stay as they are. */
export function applyAcceptances(findings: readonly Finding[], acceptances: readonly Acceptance[]): Finding[] {
  const accepted = new Map(acceptances.map(one => [one.fingerprint, { owner: one.owner, reason: one.reason }]));
  return findings.map(finding => {
    const by = finding.severity === 'warning' ? accepted.get(finding.fingerprint) : undefined;
    return by === undefined ? finding : { ...finding, accepted: by };
  });
}

/**
 * A warning for each acceptance that no finding needs. `findings` are those of *all* schemas that were checked: a check
 * of some of them says nothing about the others' acceptances.
 */
export function staleAcceptances(findings: readonly Finding[], acceptances: readonly Acceptance[]): Finding[] {
  const byFingerprint = new Map(findings.map(finding => [finding.fingerprint, finding]));
  return acceptances.flatMap(({ fingerprint, owner, reason, file, line }): Finding[] => {
    const finding = byFingerprint.get(fingerprint);
    if (finding?.severity === 'warning') return [];
    const why =
      finding === undefined
        ? 'no warning has this fingerprint any more'
        : `it is that of an error (${finding.rule}), which cannot be accepted`;
    return [
      {
        rule: 'acceptance-stale',
        severity: 'warning',
        subject: null,
        path: '',
        sentence: `The acceptance ${fingerprint} of ${owner} (“${reason}”) is of no use: ${why}.`,
        direction: null,
        versions: [],
        candidate: { file, line, column: 1 },
        previous: null,
        avro: null,
        fixes: [],
        fingerprint: fingerprintOf(null, 'acceptance-stale', fingerprint),
        accepted: null,
      },
    ];
  });
}
