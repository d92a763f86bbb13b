import type { AnswerOf } from '../answers.ts';
import { type Content, type Html, html } from '../html.ts';
import { badge, count, counted, facts, notice, progress } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import type { Mood } from '../strip.ts';
import { ago } from '../times.ts';

export type Outcome = AnswerOf<'/hospital/operations/{operationId}'>;
export type Result = AnswerOf<'/hospital/operations/{operationId}/result'>;

export type OperationSeen = {
  readonly processor: string;
  /** Of how many tasks it was asked. */
  readonly tasks: number;
  readonly outcome: Outcome;
  /** Null: it is no retry, or nothing is known of it yet. */
  readonly result: Result | null;
};

/** Where a treatment stands: asked for, taken by the processor, under way, and how it ended. */
export function operationView(seen: OperationSeen): Html {
  const { outcome, result, tasks, processor } = seen;
  return html`${told(seen)}
<section class="sheet" id="steps"><h2>How far it is</h2>
${facts([
  ['Asked for', badge('good', 'on the log')],
  [`Answered by ${processor}`, answeredOf(seen)],
  ['Tried', result === null || result.total === 0 ? html`<span class="none">nothing yet</span>` : triedOf(result)],
])}
</section>
${outcome.outcomes.length > 0 && [html`<h2>What its ${tasks === 1 ? 'task has' : 'tasks have'} answered</h2>`, answers(outcome)]}`;
}

function told({ outcome, result, processor }: OperationSeen): Content {
  const { status, outcomes } = outcome;
  if (status === 'undecided') {
    return notice(
      'warn',
      html`<p>Asked for. ${processor} has not answered yet: it does within a second or two where it runs. Where nobody runs it, the request waits on the log; <code>longplay streams status</code> tells.</p>`,
    );
  }
  const reasons = [...new Set(outcomes.flatMap(({ reason }) => reason ?? []))];
  if (status === 'rejected') {
    return notice(
      'bad',
      html`<p><b>Refused</b> by ${processor}${reasons.length > 0 && `: ${reasons.join(', ')}`}. Nothing was done.</p>`,
    );
  }
  if (result !== null && result.total > 0) {
    const { ended, healed, back, errors } = result;
    if (!ended)
      return notice('none', html`<p>Under way: ${count(healed)} healed, ${count(back)} back again so far.</p>`);
    if (back === 0)
      return notice('good', html`<p><b>Healed:</b> ${counted(healed, 'case')}, and what queued behind went on.</p>`);
    return notice(
      'bad',
      html`<p><b>${counted(back, 'case')} back again</b>, ${count(healed)} healed. What fails again is not tried twice in one retry.</p>${errors.map(one => html`<p class="cause">${one}</p>`)}`,
    );
  }
  return notice(
    'good',
    html`<p>${processor} has taken it${status === 'partly' && `, but some of its tasks refused: ${reasons.join(', ')}`}.</p>`,
  );
}

function answeredOf({ outcome, tasks }: OperationSeen): Content {
  const moods: Readonly<Record<string, Mood>> = { accepted: 'good', rejected: 'bad', partly: 'warn' };
  const { status, outcomes } = outcome;
  return html`${badge(moods[status] ?? 'none', status)} <span class="hint">${count(outcomes.length)} of ${counted(tasks, 'task')}</span>`;
}

function triedOf({ total, healed, back, ended }: Result): Content {
  const done = healed + back;
  const text = `${count(done)} of ${count(total)}: ${count(healed)} healed, ${count(back)} back again${ended ? '; ended' : ''}`;
  return progress(ended ? 100 : total === 0 ? 0 : Math.floor((done / total) * 100), 'Cases tried', text);
}

const answers = ({ outcomes }: Outcome): Content =>
  table({
    caption: 'Answers of tasks',
    id: ({ requestId }) => `answer-${requestId}`,
    rows: outcomes,
    empty: null,
    columns: [
      { title: 'Request', cell: ({ requestId }) => html`<span class="mono">${requestId}</span>` },
      { title: 'Answer', cell: ({ status, reason }) => `${status}${reason === null ? '' : `: ${reason}`}` },
      { title: 'When', cell: ({ decidedAt }) => ago(decidedAt) },
    ],
  });
