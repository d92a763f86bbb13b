import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { VaultError } from '../../vault/errors.ts';
import { createMemoryVault } from '../../vault/memory.ts';
import { readMessage } from './stand-in/message.ts';
import { mailEffect, mailGateway } from './testing/given.ts';
import { mailStandIn } from './testing/stand-in.ts';

const done = { status: 'done', reference: '<confirmed.1@longplay.invalid>' };

describe('given a mail server that works', () => {
  it('when a mail is sent, then it is there, opened, with the Message-ID and the date that it was given', async () => {
    const to = await mailStandIn();
    const { send } = await mailGateway(to);
    expect(await send()).toEqual(done);
    expect(to.list({})).toMatchObject([{ to: ['anna@shop.example'], from: 'orders@shop.example', repeats: 0 }]);
    expect(readMessage(to.raw(1))).toEqual({
      messageId: '<confirmed.1@longplay.invalid>',
      from: 'MusicCorp <orders@shop.example>',
      to: 'Änna Müller <anna@shop.example>',
      subject: 'Your order is confirmed',
      date: 'Thu, 01 Jan 2026 00:00:00 +0000',
      text: 'Hello Änna Müller,\n\n€25.00 in all.\n',
    });
    expect(to.raw(1).toString()).toMatch(/^auto-submitted: auto-generated\r$/im);
  });

  it('when many are sent, then connections are shared, and each arrives once', async () => {
    const to = await mailStandIn();
    const { send } = await mailGateway({ url: to.url, concurrency: 3 });
    const all = Array.from({ length: 50 }, (_, number) => send(mailEffect(number)));
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual(all.map(() => 'done'));
    expect(to.summary()).toMatchObject({ mails: 50, received: 50, repeats: 0 });
  });

  it('when it asks who we are, then the user and password of the URL say so', async () => {
    const to = await mailStandIn({ login: { user: 'shop@example', password: 'p/w' } });
    const named = await mailGateway({ url: to.url.replace('//', '//shop%40example:p%2Fw@') });
    expect(await named.send()).toEqual(done);
    const wrong = await mailGateway({ url: to.url.replace('//', '//shop:other@') });
    expect(await wrong.send()).toEqual({ status: 'failed', code: 'provider-access-denied' });
    const unnamed = await mailGateway(to);
    expect(await unnamed.send()).toEqual({ status: 'failed', code: 'provider-access-denied' });
    expect(unnamed.watched.alarms).toMatchObject([{ code: 'provider-access-denied' }]);
    expect(to.summary().received).toBe(1);
  });

  it('when it cannot encrypt, then nothing is sent unless that is said to be all right', async () => {
    const to = await mailStandIn();
    const { send, watched } = await mailGateway({ url: to.url, tls: 'required' });
    expect(await send()).toEqual({ status: 'failed', code: 'provider-untrusted' });
    expect(watched.alarms).toHaveLength(1);
    expect(to.summary().received).toBe(0);
  });

  it('when it speaks plainly where TLS is expected, then nothing is sent', async () => {
    const to = await mailStandIn();
    const { send } = await mailGateway({ url: to.url.replace('smtp:', 'smtps:') });
    expect(await send()).toEqual({ status: 'failed', code: 'provider-untrusted' });
  });
});

describe('given a mail server whose certificate cannot be trusted', () => {
  it('when it offers TLS with it, then neither password nor mail is sent', async () => {
    // Without one of its own, this library shows a certificate that is its own issuer, and has long expired.
    const seen: string[] = [];
    const server = new SMTPServer({
      logger: false,
      authOptional: true,
      onAuth: (_auth, _session, done) => done(new Error(String(seen.push('password')))),
      onData: (_stream, _session, done) => done(new Error(String(seen.push('mail')))),
    });
    server.on('error', () => {});
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise<void>(resolve => server.close(resolve)));
    const { port } = server.server.address() as AddressInfo;
    const { send, watched } = await mailGateway({ url: `smtp://user:password@localhost:${port}`, tls: 'required' });
    expect(await send()).toEqual({ status: 'failed', code: 'provider-untrusted' });
    expect(watched.alarms).toHaveLength(1);
    expect(seen).toEqual([]);
  });
});

describe('given a mail server that puts off', () => {
  it('when a recipient is greylisted once, then the next try succeeds, within the same run', async () => {
    const to = await mailStandIn({ knobs: { greylists: 1 } });
    const { send, watched } = await mailGateway(to);
    expect(await send()).toEqual(done);
    expect(watched.calls.map(({ result }) => result)).toEqual(['provider-postpones', 'done']);
    expect(to.summary()).toMatchObject({ received: 1, repeats: 0 });
  });

  it('when it answers 451 to the message, then it is tried again, and succeeds when it is over', async () => {
    const to = await mailStandIn({ knobs: { errorRate: 1 } });
    const { send, watched } = await mailGateway(to);
    expect(await send()).toEqual({ status: 'failed', code: 'provider-error' });
    expect(watched.calls).toHaveLength(2);
    to.turn({ errorRate: 0 });
    expect(await send(mailEffect(1, { attempt: 2 }))).toEqual(done);
    expect(to.summary()).toMatchObject({ received: 1, repeats: 0 });
  });

  it('when greylisting goes on, then the circuit stays closed: it is about a recipient', async () => {
    const to = await mailStandIn({ knobs: { greylists: 1_000 } });
    const { gateway, send } = await mailGateway({ url: to.url, breakerCalls: 4 });
    for (let run = 0; run < 5; run++) {
      expect(await send()).toEqual({ status: 'failed', code: 'provider-postpones' });
    }
    expect(gateway.status().breaker).toBe('closed');
  });
});

describe('given a mail server that refuses', () => {
  it('when it answers 550 to the recipient, then that is final, said with its code, and tried once', async () => {
    const to = await mailStandIn();
    const { send, watched } = await mailGateway(to, 'refused-rita@shop.example');
    expect(await send()).toEqual({ status: 'refused', code: 'recipient-refused-550' });
    expect(watched.calls).toHaveLength(1);
    expect(watched.alarms).toEqual([]);
    expect(to.summary().received).toBe(0);
  });

  it('when it answers 554 to the message, then that is final, too', async () => {
    const to = await mailStandIn({ knobs: { refusals: [{ at: 'message', status: 554 }] } });
    const { send } = await mailGateway(to);
    expect(await send()).toEqual({ status: 'refused', code: 'message-refused-554' });
  });

  it('when it does not relay for us, then no mail is given up, a person is called, and the address is not told', async () => {
    const relay = { status: 550, text: '5.7.1 anna@shop.example: relaying denied' };
    const to = await mailStandIn({ knobs: { refusals: [relay] } });
    const { send, watched } = await mailGateway(to);
    expect(await send()).toEqual({ status: 'failed', code: 'provider-access-denied' });
    expect(watched.alarms).toMatchObject([{ message: 'It answered 550 5.7.1 to RCPT TO (EENVELOPE).' }]);
    expect(String((watched.alarms[0]?.cause as Error | undefined)?.stack)).not.toContain('anna');
  });
});

describe('given a mail server whose answer does not arrive', () => {
  it('when it is lost after the mail was taken, then it comes twice with one Message-ID, and is counted', async () => {
    const to = await mailStandIn({ knobs: { lostRate: 1 } });
    const { send } = await mailGateway({ url: to.url, tries: 1 });
    expect(await send()).toEqual({ status: 'failed', code: 'provider-unreachable' });
    to.turn({ lostRate: 0 });
    expect(await send(mailEffect(1, { attempt: 2 }))).toEqual(done);
    expect(to.summary()).toEqual({
      mails: 1,
      received: 2,
      repeats: 1,
      unanswered: 1,
      repeated: [{ messageId: '<confirmed.1@longplay.invalid>', times: 2 }],
    });
    expect(to.list({})).toMatchObject([{ seq: 1, repeats: 1 }]);
    expect(to.raw(2)).toEqual(to.raw(1));
  });

  it('when the connection breaks before the mail was taken, then it is tried again, and comes once', async () => {
    const to = await mailStandIn({ knobs: { dropRate: 1 } });
    const { send } = await mailGateway({ url: to.url, tries: 1 });
    expect(await send()).toEqual({ status: 'failed', code: 'provider-unreachable' });
    expect(to.summary()).toMatchObject({ received: 0, unanswered: 0 });
    to.turn({ dropRate: 0 });
    expect(await send(mailEffect(1, { attempt: 2 }))).toEqual(done);
    expect(to.summary()).toMatchObject({ received: 1, repeats: 0 });
  });

  it('when the process dies between send and answer, then whoever takes over sends it again, and it is counted', async () => {
    const to = await mailStandIn({ knobs: { latencyAfter: 60_000 } });
    const { send } = await mailGateway(to);
    const task = new AbortController();
    const died = expect(send(mailEffect(), task.signal)).rejects.toBe('died');
    await expect.poll(() => to.summary().received).toBe(1);
    task.abort('died');
    await died;
    to.turn({ latencyAfter: 0 });
    const successor = await mailGateway(to);
    expect(await successor.send(mailEffect(1, { attempt: 2 }))).toEqual(done);
    expect(to.summary()).toMatchObject({ mails: 1, received: 2, repeats: 1 });
  });

  it('when it takes too long, then it is not known, and the connection is given up', async () => {
    const to = await mailStandIn({ knobs: { latencyAfter: 60_000 } });
    const { send, gateway } = await mailGateway({ url: to.url, timeout: 100, tries: 1 });
    expect(await send()).toEqual({ status: 'failed', code: 'provider-timeout' });
    expect(gateway.status()).toMatchObject({ running: 0, waiting: 0 });
  });
});

describe('given no mail server', () => {
  it('when connections are refused, then the circuit opens, and closes again when it is back', async () => {
    const to = await mailStandIn();
    const port = Number(new URL(to.url).port);
    await to.stop();
    const limits = { tries: 1, breakerCalls: 4, openFor: 20, openAtMost: 40 };
    const { gateway, send, watched } = await mailGateway({ url: to.url, ...limits });
    expect(await send()).toEqual({ status: 'failed', code: 'provider-unreachable' });
    await expect.poll(() => send(), { interval: 1 }).toEqual({ status: 'failed', code: 'circuit-open' });
    expect(watched.states).toContain('open');
    const back = await mailStandIn({ port });
    await expect.poll(() => send(), { interval: 10 }).toEqual(done);
    expect(gateway.status().breaker).toBe('closed');
    expect(back.summary().received).toBe(1);
  });

  it('when it turns connections away with 421, then it is tried again later', async () => {
    const to = await mailStandIn({ knobs: { closed: true } });
    const { send } = await mailGateway(to);
    expect(await send()).toEqual({ status: 'failed', code: 'provider-error' });
    to.turn({ closed: false });
    expect(await send()).toEqual(done);
  });
});

describe('given a recipient who cannot be opened', () => {
  it('when the key was destroyed, then no mail is sent, and that is said', async () => {
    const to = await mailStandIn();
    const { send, vault, watched } = await mailGateway(to);
    await vault.destroy('customer-1');
    expect(await send()).toEqual({ status: 'refused', code: 'customer-erased' });
    expect(watched.runs).toMatchObject([{ status: 'refused', code: 'customer-erased', tries: 0 }]);
    expect(to.summary().received).toBe(0);
  });

  it('when the vault cannot be asked, then nobody is taken for erased', async () => {
    const to = await mailStandIn();
    const vault = createMemoryVault();
    let away = false;
    const asked = {
      ...vault,
      keysById: async (ids: readonly string[]) => {
        if (away) throw new VaultError('LP_VAULT_UNAVAILABLE', 'It is away.');
        return vault.keysById(ids);
      },
    };
    const { send } = await mailGateway({ url: to.url, vault: asked });
    away = true;
    expect(await send()).toEqual({ status: 'failed', code: 'vault-unavailable' });
    away = false;
    expect(await send()).toEqual(done);
  });

  it.each([
    'nobody',
    'two@shop.example, three@shop.example',
    'a@b@c',
    '"x" <y@shop.example>',
    'x@shop.example\nBcc: z@q',
  ])('when the address is %j, then nothing is sent', async email => {
    const to = await mailStandIn();
    const { send } = await mailGateway(to, email);
    expect(await send()).toEqual({ status: 'refused', code: 'address-invalid' });
    expect(to.summary().received).toBe(0);
  });

  it('when the mail cannot be made of the state, then a person is called', async () => {
    const to = await mailStandIn();
    const compose = () => {
      throw new Error('there is no mail CONFIRMED to be sent');
    };
    const { send, watched } = await mailGateway({ url: to.url, compose });
    expect(await send()).toEqual({ status: 'failed', code: 'effect-invalid' });
    expect(watched.alarms).toHaveLength(1);
  });
});

describe('given options that cannot work', () => {
  it.each([
    ['http://mail.example', 'a@b.example', 'smtp: or smtps:'],
    ['smtp://mail.example', 'nobody', 'the sender is no address'],
  ])('when the server is %s and the sender %s, then it does not start', async (url, from, what) => {
    await expect(mailGateway({ url, from })).rejects.toMatchObject({
      code: 'LP_GATEWAY_OPTIONS_INVALID',
      message: expect.stringContaining(what),
    });
  });
});
