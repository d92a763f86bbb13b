import { expect, it } from 'vitest';
import { sender } from '../../config/values.ts';
import { senderOf } from './address.ts';

it.each([
  ['shop@mail.example', '', 'shop@mail.example'],
  ['  shop@mail.example ', '', 'shop@mail.example'],
  ['<shop@mail.example>', '', 'shop@mail.example'],
  ['Shop <shop@mail.example>', 'Shop', 'shop@mail.example'],
  ['"Shop, of music" <shop@mail.example> ', 'Shop, of music', 'shop@mail.example'],
])('given the sender %j, then the setting and the gateway take it, and read the same', (text, name, address) => {
  expect(senderOf(text)).toEqual({ name, address });
  expect(sender.parse(text)).toBe(text);
});

it.each([
  'Shop',
  'Shop <shop>',
  'Shop <>',
  'a@b.example, c@d.example',
  'Shop <a@b.example> <c@d.example>',
  'Sh"op <a@b.example>',
  'Shop <a@b.example> of music',
  'Shop < a@b.example >',
  'Sh\r\nBcc: x <a@b.example>',
])('given the sender %j, then both refuse it, the setting before anything starts', text => {
  expect(senderOf(text)).toBeNull();
  expect(sender.safeParse(text).success).toBe(false);
});
