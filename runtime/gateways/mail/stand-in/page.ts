import type { Shown } from './mailbox.ts';
import type { Message } from './message.ts';

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, one => `&#${one.charCodeAt(0)};`);

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; }
  th, td { border-bottom: 1px solid #ddd; padding: .3rem .6rem; text-align: left; vertical-align: top; }
  pre { background: #f6f6f6; padding: 1rem; white-space: pre-wrap; }
</style></head>
<body>${body}</body></html>
`;

/** The mailbox to look into: newest first, each mail once. */
export function listPage(mails: readonly Shown[], total: number, older: string | null): string {
  const rows = mails.map(
    ({ seq, at, to, subject, repeats }) => `<tr><td>${new Date(at).toISOString()}</td><td>${escaped(to.join(', '))}</td>
<td><a href="/mail/${seq}">${escaped(subject || '(no subject)')}</a></td><td>${repeats === 0 ? '' : `+${repeats}`}</td></tr>`,
  );
  const head =
    '<tr><th>came</th><th>to</th><th>subject</th><th title="came again with the same Message-ID">again</th></tr>';
  const more = older === null ? '' : `<p><a href="${escaped(older)}">older</a></p>`;
  return page('Mailbox', `<h1>Mailbox</h1><p>${total} mails.</p><table>${head}${rows.join('\n')}</table>${more}`);
}

export function mailPage({ seq, repeats, to }: Shown, { from, subject, date, messageId, text }: Message): string {
  const fields: readonly (readonly [string, string])[] = [
    ['From', from],
    ['To', to.join(', ')],
    ['Date', date],
    ['Message-ID', messageId],
    ['Came again', repeats === 0 ? 'never' : `${repeats} times`],
  ];
  const rows = fields.map(([name, value]) => `<tr><th>${name}</th><td>${escaped(value)}</td></tr>`).join('\n');
  const links = `<p><a href="/">All mails</a> · <a href="/mails/${seq}/raw">as it was sent</a></p>`;
  return page(subject, `<h1>${escaped(subject)}</h1><table>${rows}</table><pre>${escaped(text)}</pre>${links}`);
}
