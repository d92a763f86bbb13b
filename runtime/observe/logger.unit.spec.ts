import { describe, expect, it } from 'vitest';
import { LongplayError } from '../errors.ts';
import { createLogger, type LoggerOptions } from './logger.ts';

function capture(options: Omit<LoggerOptions, 'destination'>) {
  const lines: string[] = [];
  const logger = createLogger({ format: 'json', ...options, destination: { write: line => lines.push(line) } });
  return { logger, lines, only: () => JSON.parse(lines.join('')) };
}

const refused = () => new LongplayError('LP_LOG_FATAL', 'The topic is gone.', { cause: new Error('from the broker') });

describe('the logger', () => {
  it('writes one JSON document a line, with an ISO time and the level by name', () => {
    const { logger, only } = capture({});
    logger.info({ partition: 2 }, 'restored');
    expect(only()).toMatchObject({ level: 'info', partition: 2, msg: 'restored' });
    expect(only().time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('names the trace of what a line is about, and an order by its name', () => {
    const traceId = '5cbdcb742069a5823a0c64b49ce721b0';
    const line = (about: object, storyKey?: string) => {
      const { logger, only } = capture({ ...(storyKey && { storyKey }) });
      logger.child({ part: 'streams' }).warn(about, 'overdue');
      return only();
    };
    const order = { key: 'o-1', correlationId: 'o-1' };
    expect(line(order, 'orderId')).toMatchObject({ ...order, orderId: 'o-1', traceId, part: 'streams' });
    expect(line(order)).not.toHaveProperty('orderId');
    const stock = line({ key: 'lp-1', correlationId: 'o-1' }, 'orderId');
    expect(stock).toMatchObject({ key: 'lp-1', correlationId: 'o-1', traceId });
    expect(stock).not.toHaveProperty('orderId');
    expect(line({ err: refused(), ...order }, 'orderId')).toMatchObject({
      code: 'LP_LOG_FATAL',
      orderId: 'o-1',
      traceId,
    });
    for (const none of [{ key: 'o-1' }, { correlationId: null }]) expect(line(none)).not.toHaveProperty('traceId');
  });

  it('leaves out what lies below its level', () => {
    const { logger, lines } = capture({ level: 'warn' });
    logger.info('not important');
    expect(lines).toEqual([]);
  });

  it.each([
    ['alone', (log: ReturnType<typeof createLogger>) => log.error(refused()), 'The topic is gone.'],
    [
      'as err, with a message',
      (log: ReturnType<typeof createLogger>) => log.error({ err: refused() }, 'no'),
      'no: The topic is gone.',
    ],
  ])('writes an expected error %s as code, message, remedy and cause, without a stack', (_, log, msg) => {
    const { logger, only } = capture({});
    log(logger);
    expect(only()).toMatchObject({ code: 'LP_LOG_FATAL', msg, cause: 'from the broker' });
    expect(only().remedy).not.toBe('');
    expect(only()).not.toHaveProperty('stack');
    expect(only()).not.toHaveProperty('err');
  });

  it('adds the stack of an expected error at debug', () => {
    const { logger, only } = capture({ level: 'debug' });
    logger.error(refused());
    expect(only().stack).toContain('logger.unit.spec.ts');
  });

  it('always keeps the stack of a defect', () => {
    const { logger, only } = capture({});
    logger.error(new TypeError('undefined is not a function'));
    expect(only().err.stack).toContain('logger.unit.spec.ts');
  });

  it('hides fields that are named like secrets, and given secrets wherever they stand', () => {
    const { logger, lines } = capture({ secrets: ['s3cr"t-value'] });
    logger.info({ password: 'first', headers: { authorization: 'second' } }, 'with s3cr"t-value inside');
    logger.error(new Error('connect postgres://shop:third@db/shop'));
    const all = lines.join('');
    expect(all).not.toMatch(/first|second|third|s3cr/);
    for (const line of lines) JSON.parse(line);
  });

  it('stays JSON where a secret looks like a number of the line', () => {
    const { logger, only } = capture({ secrets: [String(process.pid), '"level"'] });
    logger.info('fine');
    expect(only().pid).toBe(process.pid);
  });

  it('writes readable single lines in pretty format, remedy included', () => {
    const { logger, lines } = capture({ format: 'pretty' });
    logger.warn({ topic: 'orders' }, 'slow');
    logger.error(refused());
    expect(lines[0]).toMatch(/^\[\d\d:\d\d:\d\d\.\d{3}\] WARN: slow \{"topic":"orders"\}\n$/);
    expect(lines[1]).toMatch(/ERROR: LP_LOG_FATAL: The topic is gone\. → .+\n$/);
    expect(lines[1]?.trim().split('\n')).toHaveLength(1);
  });
});
