import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../runtime/config/settings.ts';
import { usesPaymentStandIn } from './payments.ts';

const given = { KAFKA_BROKERS: '127.0.0.1:9092' };
const uses = (env: Record<string, string>) => usesPaymentStandIn(loadSettings(env));

describe('whether payments go to the stand-in', () => {
  it('they do where Longplay starts its own Kafka, or where it is asked for', () => {
    expect(uses({})).toBe(true);
    expect(uses({ PAYMENT_URL: 'stand-in' })).toBe(true);
    expect(uses({ ...given, PAYMENT_URL: 'stand-in' })).toBe(true);
  });

  it('they do not where a provider is named', () => {
    expect(uses({ PAYMENT_URL: 'https://pay.example' })).toBe(false);
    expect(uses({ ...given, PAYMENT_URL: 'https://pay.example' })).toBe(false);
  });

  it('on a Kafka of yours it has to be said: nobody ships goods for money that never comes', () => {
    expect(() => uses(given)).toThrow(
      expect.objectContaining({
        code: 'LP_PAYMENT_URL_MISSING',
        remedy: expect.stringContaining('PAYMENT_URL=stand-in'),
      }),
    );
  });
});
