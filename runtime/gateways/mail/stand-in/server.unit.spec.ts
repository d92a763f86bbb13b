import { describe, expect, it } from 'vitest';
import { ledgerFolder } from '../../payments/testing/stand-in.ts';
import { mailEffect, mailGateway } from '../testing/given.ts';
import { mailStandIn } from '../testing/stand-in.ts';
import type { MailStandIn } from './server.ts';

const get = async (to: MailStandIn, path: string) => {
  const response = await fetch(`${to.web}${path}`);
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, text, body: type.includes('json') ? JSON.parse(text) : null };
};

const turn = async (to: MailStandIn, method: 'PUT' | 'PATCH', knobs: object) => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${to.web}/knobs`, { method, headers, body: JSON.stringify(knobs) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe('given the stand-in of a mail server', () => {
  it('when mails came, then they are listed, newest first, each Message-ID once, and can be read', async () => {
    const to = await mailStandIn({ clock: () => 0 });
    const { send } = await mailGateway(to);
    for (const number of [1, 2, 1]) await send(mailEffect(number));
    expect((await get(to, '/mails')).body).toEqual({
      mails: [
        expect.objectContaining({ seq: 2, messageId: '<confirmed.2@longplay.invalid>', repeats: 0 }),
        expect.objectContaining({ seq: 1, to: ['anna@shop.example'], repeats: 1, at: 0 }),
      ],
    });
    expect((await get(to, '/summary')).body).toMatchObject({ mails: 2, received: 3, repeats: 1 });
    expect((await get(to, '/mails/1')).body).toMatchObject({
      subject: 'Your order is confirmed',
      text: 'Hello Änna Müller,\n\n€25.00 in all.\n',
    });
    expect((await get(to, '/mails/1/raw')).text).toContain('Message-ID: <confirmed.1@longplay.invalid>');
  });

  it('when a part of the list is asked for, then there is only that', async () => {
    const to = await mailStandIn();
    const { send } = await mailGateway(to);
    for (const number of [1, 2, 3]) await send(mailEffect(number));
    const other = await mailGateway(to, 'bert@shop.example');
    await other.send(mailEffect(4));
    const seqs = async (query: string) =>
      (await get(to, `/mails?${query}`)).body.mails.map(({ seq }: { seq: number }) => seq);
    expect(await seqs('to=anna&limit=2')).toEqual([3, 2]);
    expect(await seqs('to=anna&before=2')).toEqual([1]);
    expect(await seqs('to=bert')).toEqual([4]);
    expect((await get(to, '/mails?limti=1')).body).toMatchObject({ status: 400, code: 'request-invalid' });
  });

  it('when a browser looks into it, then it reads the mails, and runs nothing that is in them', async () => {
    const to = await mailStandIn();
    const { send } = await mailGateway(to, 'anna@shop.example', '<script>alert(1)</script>');
    await send();
    const list = await get(to, '/');
    expect(list).toMatchObject({ status: 200, type: expect.stringContaining('text/html') });
    expect(list.text).toContain('<a href="/mail/1">Your order is confirmed</a>');
    const mail = await get(to, '/mail/1');
    expect(mail.text).toContain('Hello &#60;script&#62;alert(1)');
    expect(mail.text).not.toContain('<script');
  });

  it.each(['/mail/9', '/mails/9', '/mails/9/raw', '/mails/x', '/nowhere'])(
    'when %s is asked, then it is not there',
    async path => {
      expect(await get(await mailStandIn(), path)).toMatchObject({ status: 404 });
    },
  );

  it('when it starts again, then its mailbox is as it was', async () => {
    const data = await ledgerFolder();
    const first = await mailStandIn({ data });
    await (await mailGateway(first)).send();
    await first.stop();
    const second = await mailStandIn({ data });
    await (await mailGateway(second)).send(mailEffect(1));
    expect(second.summary()).toMatchObject({ mails: 1, received: 2, repeats: 1 });
    expect(second.list({})).toMatchObject([{ seq: 1, repeats: 1 }]);
  });

  it('when it stops while a message waits, then that never came', async () => {
    const data = await ledgerFolder();
    const to = await mailStandIn({ data, knobs: { latencyBefore: 60_000 } });
    const { send, gateway } = await mailGateway({ url: to.url, timeout: 20_000, tries: 1 });
    const lost = send();
    await expect.poll(() => gateway.status().running).toBe(1);
    await to.stop();
    expect(await lost).toEqual({ status: 'failed', code: 'provider-unreachable' });
    expect((await mailStandIn({ data })).summary().received).toBe(0);
  });

  it('when a port is taken, then it says so, and holds nothing', async () => {
    const data = await ledgerFolder();
    const to = await mailStandIn();
    const second = mailStandIn({ data, webPort: Number(new URL(to.web).port) });
    await expect(second).rejects.toMatchObject({ code: 'LP_STANDIN_PORT_TAKEN' });
    const third = mailStandIn({ data, port: Number(new URL(to.url).port) });
    await expect(third).rejects.toMatchObject({ code: 'LP_STANDIN_PORT_TAKEN' });
    await mailStandIn({ data });
  });
});

describe('given its knobs', () => {
  it('when some are turned over HTTP, then the others stay; when all are set, then the others go back', async () => {
    const to = await mailStandIn({ knobs: { errorRate: 0.5 } });
    expect(await turn(to, 'PATCH', { lostRate: 0.1 })).toMatchObject({ body: { errorRate: 0.5, lostRate: 0.1 } });
    expect(await turn(to, 'PUT', { greylists: 2 })).toMatchObject({
      body: { errorRate: 0, lostRate: 0, greylists: 2 },
    });
  });

  it.each([
    { errorrate: 1 },
    { errorRate: 2 },
    { refusals: [{ status: 200 }] },
    { refusals: [{ status: 550, text: 'a\nb' }] },
  ])('when they are turned to %j, then nothing changes', async knobs => {
    const to = await mailStandIn();
    expect(await turn(to, 'PATCH', knobs)).toMatchObject({ status: 400, body: { code: 'request-invalid' } });
    expect((await get(to, '/knobs')).body).toMatchObject({ errorRate: 0 });
  });

  it('when it is to start with wrong ones, then it does not', async () => {
    await expect(mailStandIn({ knobs: { errorRate: 2 } })).rejects.toMatchObject({ code: 'LP_STANDIN_USAGE' });
  });
});
