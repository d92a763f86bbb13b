import { describe, expect, it } from 'vitest';
import { kafkaConfig, propertiesText } from './kafka-config.ts';

describe('kafkaConfig', () => {
  it('listens on loopback only, and keeps positions for ever', () => {
    const config = kafkaConfig({ client: 19_092, controller: 20_001 });
    expect(config.listeners).toBe('PLAINTEXT://127.0.0.1:19092,CONTROLLER://127.0.0.1:20001');
    expect(config['offsets.retention.minutes']).toBe(String(2 ** 31 - 1));
    expect(config['auto.create.topics.enable']).toBe('false');
  });

  it('given an override, uses that', () => {
    const config = kafkaConfig({ client: 1, controller: 2 }, { 'log.cleaner.backoff.ms': '200' });
    expect(config['log.cleaner.backoff.ms']).toBe('200');
  });
});

describe('propertiesText', () => {
  it('escapes what a Java properties file would read as something else', () => {
    expect(propertiesText({ 'a."b c".d': 'C:\\x=y' })).toBe('a."b\\ c".d=C:\\\\x=y\n');
    expect(propertiesText({ path: 'Müsik\n' })).toBe('path=M\\u00fcsik\\n\n');
  });
});
