import type { FastifyInstance, FastifyReply } from 'fastify';
import { knobRoutes } from '../../any/stand-in/knob-routes.ts';
import { sendProblem } from '../../any/stand-in/problems.ts';
import { defaultKnobs, knobsSchema, type MailKnobs } from './knobs.ts';
import type { Mailbox } from './mailbox.ts';
import { readMessage } from './message.ts';
import { listPage, mailPage } from './page.ts';

export type Inspecting = {
  readonly mailbox: Mailbox;
  readonly knobs: () => MailKnobs;
  readonly turn: (knobs: MailKnobs) => void;
};

const PAGE = 100;

const count = { type: 'string', pattern: '^[0-9]{1,15}$' };
const listQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    to: { type: 'string', maxLength: 255 },
    before: count,
    limit: { type: 'string', pattern: '^[0-9]{1,4}$' },
  },
};
type List = { readonly Querystring: { readonly to?: string; readonly before?: string; readonly limit?: string } };
type One = { readonly Params: { readonly seq: string } };

/** What came, for people and for programs, and the knobs. */
export function inspectingRoutes(app: FastifyInstance, { mailbox, knobs, turn }: Inspecting): void {
  const list = ({ to, before, limit = String(PAGE) }: List['Querystring']) =>
    mailbox.list({
      limit: Number(limit),
      ...(to !== undefined && { to }),
      ...(before !== undefined && { before: Number(before) }),
    });

  app.get<List>('/', { schema: { querystring: listQuery } }, ({ query }, reply) => {
    const mails = list(query);
    const last = mails.at(-1);
    const next = new URLSearchParams({ ...query, before: String(last?.seq ?? 0) });
    const older = last === undefined || mails.length < PAGE ? null : `/?${next}`;
    return reply
      .type('text/html')
      .headers(safe)
      .send(listPage(mails, mailbox.summary().mails, older));
  });
  app.get<One>('/mail/:seq', ({ params }, reply) => {
    const mail = mailbox.get(Number(params.seq));
    if (mail === undefined) return missing(reply, params.seq);
    return reply
      .type('text/html')
      .headers(safe)
      .send(mailPage(mail, readMessage(mailbox.raw(mail.seq))));
  });

  app.get('/summary', () => mailbox.summary());
  app.get<List>('/mails', { schema: { querystring: listQuery } }, ({ query }) => ({ mails: list(query) }));
  app.get<One>('/mails/:seq', ({ params }, reply) => {
    const mail = mailbox.get(Number(params.seq));
    if (mail === undefined) return missing(reply, params.seq);
    const { date, text } = readMessage(mailbox.raw(mail.seq));
    return reply.send({ ...mail, date, text });
  });
  app.get<One>('/mails/:seq/raw', ({ params }, reply) => {
    const mail = mailbox.get(Number(params.seq));
    if (mail === undefined) return missing(reply, params.seq);
    return reply.type('text/plain; charset=utf-8').headers(safe).send(mailbox.raw(mail.seq));
  });

  knobRoutes(app, { schema: knobsSchema, defaults: defaultKnobs, knobs, turn });
}

/** A mail is what anybody sent: a browser must take nothing in it for a program. */
const safe = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  'x-content-type-options': 'nosniff',
};

const missing = (reply: FastifyReply, seq: string) =>
  sendProblem(reply, 404, 'no-such-mail', `There is no mail ${seq}.`);
