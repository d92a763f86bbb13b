import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answered } from '../../client/client.ts';
import type { Console } from '../console.ts';
import { refusalOf } from '../failure.ts';
import { html } from '../html.ts';
import { confirmation, formOf, seeOther } from '../parts/confirm.ts';
import { count, counted } from '../parts/parts.ts';
import { place } from '../places.ts';
import type { ProcessorPulse } from '../pulse.ts';
import { nothing } from './node-routes.ts';

export type Deed = 'pause' | 'resume';

type Typed = { readonly key: string; readonly reason?: string; readonly refused?: string };

/** What is asked, with its counts, before it is done; done by the API, as everything else. */
export async function confirmDeed(
  console: Console,
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  deed: Deed,
  typed: Typed = { key: randomUUID() },
  status = 200,
): Promise<FastifyReply> {
  const pulse = await console.pulse.read();
  const of = pulse.processors?.find(({ station }) => station.processor === name);
  if (of === undefined) return nothing(reply, `No processor ${name} is known here, or Kafka does not answer.`);
  const here = place(['nodes', 'processors', name]);
  return console.send(request, reply, {
    title: deed === 'pause' ? `Pause ${name}?` : `Resume ${name}?`,
    area: 'map',
    status,
    path: [
      { title: 'Map', href: '/console' },
      { title: `Processor ${name}`, href: here },
    ],
    body: confirmation({
      action: place(['nodes', 'processors', name, deed]),
      back: here,
      counts: countsOf(of),
      means: deed === 'pause' ? pauses : resumes,
      deed: deed === 'pause' ? `Pause ${name}` : `Resume ${name}`,
      danger: deed === 'pause',
      fields: html`<input type="hidden" name="key" value="${typed.key}">`,
      typed,
      refused: typed.refused ?? null,
    }),
  });
}

export async function doDeed(
  console: Console,
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  deed: Deed,
): Promise<FastifyReply> {
  const { key, reason } = formOf(request, 'key', 'reason');
  const params = { path: { name }, header: { 'idempotency-key': key } };
  // Who signed in is put before it by the API.
  const body = { actor: 'console', reason };
  const ask = console.ask(request);
  try {
    if (deed === 'pause') await answered(ask.POST('/streams/{name}/pause', { params, body }));
    else await answered(ask.POST('/streams/{name}/resume', { params, body }));
  } catch (error) {
    // What is corrected is another request: the key was for what was refused.
    const again = { key: randomUUID(), reason, refused: refusalOf(error) };
    return confirmDeed(console, request, reply, name, deed, again, 400);
  }
  return seeOther(reply, place(['nodes', 'processors', name], { asked: deed }));
}

function countsOf({ inputs, lag, halts, station }: ProcessorPulse) {
  const tasks = new Set(inputs.map(({ partition }) => partition)).size;
  return [
    ['Processor', station.processor],
    ['Partitions', counted(tasks, 'task')],
    ['Standing still now', counted(halts?.length ?? 0, 'task')],
    ['Waiting to be read', `${count(lag)} offsets`],
  ] as const;
}

const pauses = html`Every task of it takes no more inputs, until it is resumed; it survives restarts. Orders that need it wait, and nothing is lost. Retries of the hospital go on.`;
const resumes = html`Every task of it goes on from where it stood, also where its storm breaker has stopped it. Where the cause is not corrected, the breaker will stop it again.`;
