import { describe, expect, it } from 'vitest';
import { createLogger } from '../../observe/logger.ts';
import { kafkajsLogCreator } from './noise.ts';

function captured() {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger({
    level: 'info',
    format: 'json',
    destination: { write: line => lines.push(JSON.parse(line)) },
  });
  let now = 0;
  const log = kafkajsLogCreator(logger, () => now)(4);
  const entry = (level: number, label: string, message: string, extra: Record<string, unknown> = {}) =>
    log({ namespace: 'Connection', level, label, log: { timestamp: '', logger: 'kafkajs', message, ...extra } });
  return { lines, entry, pass: (ms: number) => (now += ms) };
}

describe("kafkajs' log", () => {
  it('given a broker that is away, then one line says so however often kafkajs tries', () => {
    const { lines, entry } = captured();
    for (let n = 0; n < 50; n++)
      entry(1, 'ERROR', 'Connection error: connect ECONNREFUSED', { broker: '127.0.0.1:9092' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ level: 'warn', msg: expect.stringContaining('127.0.0.1:9092 cannot be reached') });
  });

  it('given a broker that stays away, then it is said again after half a minute', () => {
    const { lines, entry, pass } = captured();
    entry(1, 'ERROR', 'Connection error: x', { broker: 'a' });
    pass(30_000);
    entry(1, 'ERROR', 'Connection error: x', { broker: 'a' });
    expect(lines).toHaveLength(2);
  });

  it('given an answer that a retry will mend, or a pause, then nothing is said', () => {
    const { lines, entry } = captured();
    entry(1, 'ERROR', 'Response AddOffsetsToTxn(key: 25, version: 0)', { error: 'concurrent transaction' });
    entry(4, 'INFO', 'Pausing fetching from 1 topics');
    expect(lines).toEqual([]);
  });

  it('given refused credentials, then an error says so', () => {
    const { lines, entry } = captured();
    entry(1, 'ERROR', 'SASL PLAIN authentication failed', { broker: 'a:1' });
    expect(lines[0]).toMatchObject({ level: 'error', msg: expect.stringContaining('refused the credentials') });
  });
});
