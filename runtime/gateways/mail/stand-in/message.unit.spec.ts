import { describe, expect, it } from 'vitest';
import { readMessage } from './message.ts';

const read = (...lines: string[]) => readMessage(Buffer.from(lines.join('\r\n')));

describe('given a message', () => {
  it('when its headers are folded and encoded, then they are read as they were meant', () => {
    const message = read(
      'Subject: =?UTF-8?Q?Bestellung_=C3=BCber?=',
      ' =?utf-8?B?IDMgxaw=?= und mehr',
      'message-id:',
      '\t<a@b>',
      'From: =?UTF-8?Q?M=C3=BCller?= <m@b>',
      '',
      'x',
    );
    expect(message).toMatchObject({
      subject: 'Bestellung über 3 Ŭ und mehr',
      messageId: '<a@b>',
      from: 'Müller <m@b>',
    });
  });

  it.each([
    ['quoted-printable', 'gr=C3=BC=\r\nn =3D 1', 'grün = 1'],
    ['base64', 'Z3LDvG4K', 'grün\n'],
    ['8bit', 'grün', 'grün'],
  ])('when its body is encoded as %s, then it is decoded', (encoding, body, text) => {
    expect(read(`Content-Transfer-Encoding: ${encoding}`, '', body).text).toBe(text);
  });

  it('when there is no body, or nothing at all, then that is what is read', () => {
    expect(read('Subject: x')).toMatchObject({ subject: 'x', text: '' });
    expect(read('')).toMatchObject({ messageId: '', text: '' });
  });
});
