import type { Finding } from '../../../schemas/check/finding.ts';
import { rules } from '../../../schemas/check/rules.ts';
import { versionsParty } from '../../../schemas/check/sentences.ts';
import { type Content, type Html, html } from '../html.ts';
import { badge, counted, notice } from '../parts/parts.ts';
import { place } from '../places.ts';
import { type Hunk, patchOf } from './patch.ts';

/** What the API said of a schema. */
export type Verdict = {
  readonly compatible: boolean;
  readonly level: string;
  readonly comparedWith: readonly number[];
  readonly levels: readonly { readonly level: string; readonly compatible: boolean }[];
  readonly findings: readonly Finding[];
};

export type CheckPage = {
  readonly topic: string;
  /** As it stands in the form. */
  readonly text: string;
  /** Null: nothing was checked yet. */
  readonly verdict: Verdict | null;
  /** Why it could not be checked. */
  readonly refused: string | null;
  /** What was mended before it was checked. */
  readonly applied: string | null;
};

/** A schema to be pasted, and what the check says of it. */
export function checkPage({ topic, text, verdict, refused, applied }: CheckPage): Content {
  return html`${applied !== null && notice('good', html`<p>Changed in the text below: ${applied}.</p>`)}
${verdict !== null && verdictOf(verdict, text)}
<form id="check" method="post" action="${place(['schemas', topic, 'check'])}">
<label for="schema">The schema as you would have it <span class="hint">Avro, as JSON; nothing is registered by checking it</span></label>
${refused !== null && html`<p class="refused" role="alert" id="refused">${refused}</p>`}
<textarea id="schema" name="schema" class="mono" rows="24" spellcheck="false" required${refused !== null && html` aria-describedby="refused"`}>
${text}</textarea>
<p class="deeds"><button>Check</button> <a href="${place(['schemas', topic])}">Back to the schema</a></p>
</form>
<p class="hint">The same check: <code>npx longplay schemas check</code>, and <code>POST /schemas/{subject}/compatibility</code>. Records in the topic are not looked at; the command looks with <code>--against topics</code>.</p>`;
}

function verdictOf({ compatible, level, comparedWith, levels, findings }: Verdict, text: string): Html {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const against =
    comparedWith.length === 0
      ? 'the released versions'
      : `the released versions and ${counted(comparedWith.length, 'registered version')}`;
  const said = compatible
    ? `It may follow ${against} at ${level}.`
    : `It may not follow ${against} at ${level}: ${counted(errors, 'error')}.`;
  return html`${notice(compatible ? (warnings > 0 ? 'warn' : 'good') : 'bad', html`<p>${said}${warnings > 0 && ` ${counted(warnings, 'warning')}: let through, and wrong more often than not.`}</p>`)}
${levels.length > 0 && html`<h2>At each level</h2><ul class="levels">${levels.map(one => html`<li>${badge(one.compatible ? 'good' : 'bad', one.compatible ? 'passes' : 'fails')} ${one.level === level ? html`<b>${one.level}</b> <span class="hint">this one is set</span>` : one.level}</li>`)}</ul>`}
${findings.length > 0 && html`<h2>Findings</h2>${findings.map(one => findingOf(one, text))}`}`;
}

function findingOf(finding: Finding, text: string): Html {
  const { severity, rule, path, sentence, versions, candidate, fixes, accepted, fingerprint } = finding;
  const told = rules.find(({ id }) => id === rule);
  const mood = accepted !== null ? 'none' : severity === 'error' ? 'bad' : 'warn';
  const line = candidate === null ? null : (text.split('\n')[candidate.line - 1]?.trim() ?? null);
  return html`<article class="sheet finding" id="finding-${fingerprint}">
<h3>${badge(mood, accepted === null ? severity : `accepted ${severity}`)} ${path === '' ? 'The schema' : html`<code>${path}</code>`}</h3>
<p>${sentence}</p>
${accepted !== null && html`<p class="soft">Accepted by ${accepted.owner}: ${accepted.reason}</p>`}
${candidate !== null && html`<p class="soft">Line ${candidate.line}, column ${candidate.column}${line !== null && line !== '' && html`: <code>${line.length > 160 ? `${line.slice(0, 160)}…` : line}</code>`}</p>`}
${versions.length > 0 && html`<p class="soft">Holds for ${versionsParty(versions).words}.</p>`}
${fixes.map((fix, n) => fixOf(fix, text, `${fingerprint}.${n}`))}
<details id="rule-${fingerprint}"><summary>Rule ${rule}</summary><div class="inside">${told === undefined ? null : html`<p><b>${told.title}.</b> ${told.explanation}</p><p>${told.remedy}</p>`}</div></details>
</article>`;
}

const fixOf = ({ sentence, edits }: Finding['fixes'][number], text: string, name: string): Html =>
  html`<div class="fix"><p>A way out, tried: ${sentence}.</p>
<pre class="code diff" tabindex="0" role="region" aria-label="Patch: ${sentence}">${patchOf(text, edits).map(hunkOf)}</pre>
<p><button form="check" name="apply" value="${name}">Change it so and check again</button></p></div>`;

const hunkOf = ({ line, before, after }: Hunk): Html =>
  html`<span class="soft">line ${line}</span>
${before.map(one => html`<del>${one}</del>\n`)}${after.map(one => html`<ins>${one}</ins>\n`)}`;
