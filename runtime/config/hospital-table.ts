import type { Setting } from './setting.ts';
import { url, wholeNumber } from './values.ts';

/** What the tasks do with records that they cannot process. */
export const hospitalSettings = {
  LONGPLAY_BREAKER_WINDOW: {
    group: 'Message hospital',
    schema: wholeNumber(10, 10_000),
    type: 'number',
    fallback: 200,
    unit: 'inputs',
    meaning: 'How many of the inputs decided last, in each partition of a processor, the storm breaker looks at.',
    otherwise: 'Few: a handful of bad records stops a processor. Many: a bad program parks more before it is stopped.',
  },
  LONGPLAY_BREAKER_PERCENT: {
    group: 'Message hospital',
    schema: wholeNumber(1, 100),
    type: 'number',
    fallback: 50,
    unit: 'percent',
    meaning: 'Share of them that may fail before the processor is stopped, as its program must be at fault.',
    otherwise: '100 never stops it by the share: a program that fails for every record fills the hospital.',
  },
  LONGPLAY_BREAKER_AT_LEAST: {
    group: 'Message hospital',
    schema: wholeNumber(1, 10_000),
    type: 'number',
    fallback: 20,
    unit: 'failures',
    meaning: 'Failures below which the share does not count.',
    otherwise: 'Small: the first bad records after a start stop the processor.',
  },
  LONGPLAY_BREAKER_IN_A_ROW: {
    group: 'Message hospital',
    schema: wholeNumber(1, 10_000),
    type: 'number',
    fallback: 20,
    unit: 'keys',
    meaning: 'Different keys that may fail one after another, without a success between them, before it is stopped.',
    otherwise: 'Small: some bad records that come together stop the processor.',
  },
  LONGPLAY_CASE_RETENTION: {
    group: 'Message hospital',
    schema: wholeNumber(1, 87_600),
    type: 'number',
    fallback: 720,
    unit: 'hours',
    meaning: 'How long a closed case stays to be looked at, without the bytes of its record.',
    otherwise: 'Short: nobody can tell later what was done to a record. Long: a little memory and disk for each.',
  },
  LONGPLAY_CASE_RETRY_RATE: {
    group: 'Message hospital',
    schema: wholeNumber(1, 10_000),
    type: 'number',
    fallback: 50,
    unit: 'cases a second and partition',
    meaning: 'How fast a group of cases is retried where the operator does not say.',
    otherwise: 'Fast: healthy keys and the neighbours wait longer meanwhile.',
  },
  LONGPLAY_CASE_PATIENCE: {
    group: 'Message hospital',
    schema: wholeNumber(0, 3_600_000),
    type: 'number',
    fallback: 10_000,
    unit: 'ms',
    meaning:
      'How long a failure that may pass by itself, of one key, is retried before it is alarmed. It goes on being retried, with growing delays up to an hour.',
    otherwise: 'Short: alarms for what heals by itself. Long: nobody knows that a key waits.',
  },
  LONGPLAY_ALARM_WEBHOOK: {
    group: 'Message hospital',
    schema: url('http', 'https'),
    type: 'URL',
    fallback: null,
    defaultText: 'none: alarms are lines of the log with `alarm: true`',
    meaning:
      'Where alarms are posted to as JSON, beside the log: the first case of a cause, a failure that does not pass, a processor that the storm breaker has stopped.',
    otherwise: 'Without it somebody has to watch the log. What names a chat room’s address may write there.',
    secret: 'value',
  },
} as const satisfies Record<string, Setting>;
