import { describe, expect, it } from 'vitest';
import { loadSettings } from './settings.ts';
import { describeSettings } from './shown.ts';

const server = {
  MAIL_URL: 'smtp://shop%40example:open%2Fsesame@mail.example:587',
  MAIL_FROM: 'Shop <shop@mail.example>',
};
const mailOf = (env: Record<string, string>) => loadSettings(env).mail;

describe('given nothing, or stand-in', () => {
  it.each([{}, { MAIL_URL: 'stand-in' }])('%j means the one on this machine, which speaks without TLS', env => {
    expect(mailOf(env)).toEqual({
      url: env.MAIL_URL ?? null,
      from: 'MusicCorp <orders@musiccorp.example>',
      tls: 'none',
      ca: null,
      localPort: 18_025,
      localWebPort: 18_026,
    });
  });

  it.each([{}, { MAIL_URL: 'stand-in' }])('%j refuses what is for a server, since it would be ignored', env => {
    expect(() => mailOf({ ...env, MAIL_TLS: 'required' })).toThrow('MAIL_TLS is for a mail server of yours');
    expect(() => mailOf({ ...env, MAIL_CA_FILE: 'package.json' })).toThrow('MAIL_CA_FILE');
  });

  it('takes another sender and other ports', () => {
    const env = { MAIL_FROM: 'me@shop.example', LONGPLAY_MAIL_PORT: '0', LONGPLAY_MAIL_WEB_PORT: '8026' };
    expect(mailOf(env)).toMatchObject({ from: 'me@shop.example', localPort: 0, localWebPort: 8_026 });
  });
});

describe('given a mail server', () => {
  it('keeps its URL with user and password as they are encoded, and the password out of sight', () => {
    const settings = loadSettings(server);
    expect(settings.mail).toMatchObject({ url: server.MAIL_URL, from: server.MAIL_FROM, tls: 'required' });
    expect(describeSettings(settings)).not.toMatch(/sesame/);
    expect(settings.secrets).toEqual(expect.arrayContaining(['open/sesame', 'open%2Fsesame']));
    expect(settings.warnings).toEqual([]);
  });

  it('warns of plain text, unless the server is on this machine', () => {
    const plain = { ...server, MAIL_TLS: 'none' };
    expect(loadSettings(plain).warnings).toEqual([expect.stringContaining('MAIL_TLS=none')]);
    expect(loadSettings({ ...plain, MAIL_URL: 'smtp://localhost' }).warnings).toEqual([]);
  });

  it.each([
    ['no sender', { MAIL_URL: 'smtps://mail.example' }, 'MAIL_FROM is not set'],
    ['a sender that is no address', { ...server, MAIL_FROM: 'Shop <shop>' }, 'MAIL_FROM must be an address'],
    ['two senders', { ...server, MAIL_FROM: 'a@b.example, c@d.example' }, 'MAIL_FROM must be an address'],
    ['a server of the web', { ...server, MAIL_URL: 'https://mail.example' }, 'MAIL_URL must start with smtp://'],
    ['a stray %', { ...server, MAIL_URL: 'smtp://shop:100%@mail.example' }, 'written %25'],
    ['TLS in two ways', { ...server, MAIL_URL: 'smtps://mail.example', MAIL_TLS: 'none' }, 'MAIL_TLS is none'],
    ['an unknown TLS', { ...server, MAIL_TLS: 'off' }, 'must be one of required, none'],
    ['a port twice', { LONGPLAY_MAIL_PORT: '18026' }, 'the same as LONGPLAY_MAIL_PORT'],
    ['a misspelt name', { MAIL_URI: 'smtp://mail.example' }, 'Did you mean MAIL_URL?'],
  ])('refuses %s', (_, env, sentence) => {
    expect(() => loadSettings(env)).toThrow(sentence);
    expect(() => loadSettings(env)).not.toThrow('sesame');
  });

  it('leaves what other programs say of mail alone', () => {
    expect(() => loadSettings({ MAIL_TO: 'root', MAIL_HOST: 'x', MAIL_USER: 'x', MAIL_PORT: '25' })).not.toThrow();
  });
});
