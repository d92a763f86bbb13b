import { describe, expect, it } from 'vitest';
import { type Certificate, certify, faultsOf } from '../../runtime/erasure/certificate.ts';
import { erasureDesk } from '../../runtime/erasure/desk.ts';
import type { ErasureFact } from '../../runtime/erasure/scan.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { buildApp } from '../app.ts';
import { specAuth } from '../testing/callers.ts';

const certificateOf = (customerId: string): Certificate =>
  certify({
    certificate: 'longplay-erasure',
    version: 1,
    customerId,
    installation: { prefix: 'p', clusterId: 'c' },
    erased: {
      topic: 'p.customers',
      partition: 0,
      offset: 1,
      version: 2,
      requestedAt: null,
      keyDestroyedAt: new Date(2_000).toISOString(),
    },
    key: { id: 'k', destroyed: true },
    startedAt: new Date(3_000).toISOString(),
    finishedAt: new Date(4_000).toISOString(),
    program: '1.2.3',
    texts: 0,
    topics: [],
    tables: [],
    folders: [],
    totals: { records: 0, rows: 0, files: 0, sealed: 0, unread: 0, findings: 0 },
    unread: [],
    findings: [],
    clean: true,
  });

/** An API whose searches end when the spec says so. */
function open() {
  const kept = new Map<string, Certificate>();
  const begun: string[] = [];
  const looked: string[] = [];
  const failures: unknown[] = [];
  let ending = Promise.withResolvers<void>();
  const desk = erasureDesk({
    factOf: async (customerId, signal) => {
      looked.push(customerId);
      if (customerId === 'slow') {
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      }
      if (customerId === 'nobody') throw new LongplayError('LP_ERASURE_CUSTOMER_UNKNOWN', 'No fact names nobody.');
      const status = customerId === 'active' ? 'ACTIVE' : 'ERASED';
      return { status, keyDestroyedAt: status === 'ERASED' ? 2_000 : null } as ErasureFact;
    },
    scan: async (customerId, _fact, { onPhase, onRead, signal }) => {
      begun.push(customerId);
      onPhase('topics');
      onRead(12);
      signal.addEventListener('abort', () => ending.reject(signal.reason));
      await ending.promise;
      return certificateOf(customerId);
    },
    book: {
      keep: async certificate => void kept.set(certificate.customerId, certificate),
      newest: async customerId => kept.get(customerId) ?? null,
    },
    onDone: () => {},
    onFailed: (_customerId, error) => failures.push(error),
    now: () => 3_000,
  });
  const logger = createLogger({ level: 'silent' });
  const app = buildApp({
    logger,
    auth: specAuth,
    health: { check: async () => ({ ready: true, servers: {} }) },
    erasures: desk,
  });
  const ask = (method: 'GET' | 'POST', customerId: string, headers = {}) =>
    app.inject({ method, url: `/customers/${customerId}/erasure`, headers });
  return {
    ask,
    app,
    begun,
    looked,
    failures,
    desk,
    end: (error?: Error) => {
      if (error === undefined) ending.resolve();
      else ending.reject(error);
      ending = Promise.withResolvers();
    },
  };
}

const settled = async (ask: ReturnType<typeof open>['ask'], customerId: string) => {
  await expect.poll(async () => (await ask('GET', customerId)).statusCode).not.toBe(202);
  return ask('GET', customerId);
};

describe('the erasure of a customer', () => {
  it('given one who is erased, when it is asked for, then it is searched once, and the certificate is given as it was made', async () => {
    const { ask, begun, end } = open();
    expect((await ask('GET', 'gone')).statusCode).toBe(404);
    const first = await ask('POST', 'gone');
    expect([first.statusCode, first.headers.location]).toEqual([202, '/customers/gone/erasure']);
    expect((await ask('POST', 'gone')).json()).toMatchObject({ phase: 'topics', read: 12 });
    expect((await ask('GET', 'gone')).json()).toEqual({
      customerId: 'gone',
      status: 'searching',
      phase: 'topics',
      read: 12,
      startedAt: '1970-01-01T00:00:03.000Z',
      links: { self: '/customers/gone/erasure' },
    });
    end();
    const done = await settled(ask, 'gone');
    expect(done.json()).toEqual(certificateOf('gone'));
    expect(faultsOf(done.json())).toEqual([]);
    expect(begun).toEqual(['gone']);
    const again = await ask('GET', 'gone', { 'if-none-match': done.headers.etag as string });
    expect(again.statusCode).toBe(304);
  });

  it('given a search that runs, when another customer’s is asked for, then it is refused until that one has ended', async () => {
    const { ask, begun, end } = open();
    const [one, other] = await Promise.all([ask('POST', 'one'), ask('POST', 'other')]);
    expect([one.statusCode, other.statusCode].sort()).toEqual([202, 409]);
    const refused = one.statusCode === 409 ? one : other;
    expect(refused.json()).toMatchObject({ code: 'LP_API_ERASURE_BUSY' });
    end();
    await settled(ask, begun[0] as string);
    expect((await ask('POST', 'other')).statusCode).toBe(202);
    end();
  });

  it('given many who ask for the same at once, then the log is read once for all of them', async () => {
    const { ask, begun, looked, end } = open();
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask('POST', 'gone')));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202, 202, 202]);
    expect([looked, begun]).toEqual([['gone'], ['gone']]);
    end();
    await settled(ask, 'gone');
    expect((await ask('POST', 'nobody')).statusCode).toBe(404);
    expect((await ask('POST', 'nobody')).statusCode).toBe(404);
    expect(looked).toEqual(['gone', 'nobody', 'nobody']);
  });

  it('given a stop while the log is read, then that ends, whoever waits is told, and nothing is searched', async () => {
    const { ask, app, desk, begun, looked, failures } = open();
    const waiting = ask('POST', 'slow');
    await expect.poll(() => looked).toEqual(['slow']);
    await app.close();
    expect((await waiting).json()).toMatchObject({ status: 503, code: 'LP_API_UNAVAILABLE' });
    await expect(desk.begin('gone')).rejects.toThrow(expect.objectContaining({ code: 'LP_ERASURE_INTERRUPTED' }));
    expect([looked, begun, failures]).toEqual([['slow'], [], []]);
  });

  it('given nobody, or one who is not erased, then it is refused, and nothing is searched', async () => {
    const { ask, begun } = open();
    expect((await ask('POST', 'nobody')).json()).toMatchObject({ status: 404, code: 'LP_API_NOT_FOUND' });
    expect((await ask('POST', 'active')).json()).toMatchObject({ status: 409, code: 'LP_API_ERASURE_NOT_DONE' });
    expect(begun).toEqual([]);
  });

  it('given a search that fails, then whoever asks is told, until it is begun again', async () => {
    const { ask, end, failures } = open();
    await ask('POST', 'gone');
    end(new Error('a broker went away'));
    expect((await settled(ask, 'gone')).statusCode).toBe(500);
    expect(failures).toHaveLength(1);
    expect((await ask('POST', 'gone')).statusCode).toBe(202);
    end();
    expect((await settled(ask, 'gone')).statusCode).toBe(200);
  });

  it('given a stop while it searches, then it ends, and leaves no certificate', async () => {
    const { ask, desk, failures } = open();
    await ask('POST', 'gone');
    await desk.close();
    expect((await ask('GET', 'gone')).statusCode).toBe(404);
    expect(failures).toEqual([]);
  });
});
