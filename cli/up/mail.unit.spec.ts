import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../runtime/config/settings.ts';
import { usesMailStandIn } from './mail.ts';

const given = { KAFKA_BROKERS: '127.0.0.1:9092' };
const server = { MAIL_URL: 'smtps://mail.example', MAIL_FROM: 'shop@mail.example' };
const uses = (env: Record<string, string>) => usesMailStandIn(loadSettings(env));

describe('whether mails go to the stand-in', () => {
  it('they do where Longplay starts its own Kafka, or where it is asked for', () => {
    expect(uses({})).toBe(true);
    expect(uses({ MAIL_URL: 'stand-in' })).toBe(true);
    expect(uses({ ...given, MAIL_URL: 'stand-in' })).toBe(true);
  });

  it('they do not where a server is named', () => {
    expect(uses(server)).toBe(false);
    expect(uses({ ...given, ...server })).toBe(false);
  });

  it('on a Kafka of yours it has to be said: no customer is left waiting for a mail that never comes', () => {
    expect(() => uses(given)).toThrow(
      expect.objectContaining({ code: 'LP_MAIL_URL_MISSING', remedy: expect.stringContaining('MAIL_URL=stand-in') }),
    );
  });
});
