import type { Running } from '../../tasks/engine.ts';
import { ProviderFailure } from '../failure.ts';
import { createHttp, type HttpAnswer } from '../http.ts';
import { keyHeader, refusalIn } from '../http-answers.ts';
import { type LookUpAnswer, type Provider, type ProviderAnswer, traceHeader } from '../provider.ts';
import { answerOf, foundIn, type Operation } from './answers.ts';

export type OperationsOptions = {
  /** Base URL of the provider's API. */
  readonly url: string;
  /** Sent as a bearer token; null: none. Default null. A wrong one raises an alarm, and declines nobody. */
  readonly apiKey?: string | null;
  /**
   * Names this installation at the provider: stands before every key and reference. Default: nothing. Two installations
   * with one account and the same ids, but no names, take each other's operations for their own.
   */
  readonly scope?: string;
};

/** How one provider speaks. */
export type Dialect<C, O extends Operation> = {
  /** Its name in messages, such as `Payment`. */
  readonly title: string;
  /** Where a call is posted to. */
  pathOf(call: C): string;
  /** What is posted beside our reference. */
  bodyOf(call: C): Readonly<Record<string, unknown>>;
  /** The provider's word for what is asked, by which it is looked up. */
  kindOf(call: C): string;
  operationIn(answer: HttpAnswer, body: unknown, call: C, reference: string): O;
  /** What the fact keeps of an operation that succeeded. */
  detailOf(operation: O): Readonly<Record<string, string>>;
};

export type OperationsClient<C> = Provider<C> & {
  lookUp(call: C, reference: string, signal: AbortSignal, effect?: Running): Promise<LookUpAnswer>;
  /** Closes the connections that are kept alive. */
  close(): void;
};

/**
 * A provider over HTTP that keeps books: an Idempotency-Key on every request that changes something, and a look-up by our
 * reference at `/operations`.
 */
export function createOperationsClient<C, O extends Operation>(
  { url, apiKey = null, scope = '' }: OperationsOptions,
  dialect: Dialect<C, O>,
): OperationsClient<C> {
  const http = createHttp({ url, headers: apiKey === null ? {} : { authorization: `Bearer ${apiKey}` } });
  const scoped = (text: string) => (scope === '' ? text : `${scope}/${text}`);
  const told = (answer: HttpAnswer) => (operation: O) => answerOf(answer, operation, dialect.detailOf(operation));

  return {
    close: http.close,

    async send(call, effect, signal): Promise<ProviderAnswer> {
      if (effect.reference === null) {
        const message = `${dialect.title} effect ${effect.id} has no reference to be found by later.`;
        throw new ProviderFailure('effect-invalid', message);
      }
      const reference = scoped(effect.reference);
      const answer = await http.ask('POST', dialect.pathOf(call), signal, {
        headers: { ...traceHeader(effect), 'idempotency-key': keyHeader(scoped(effect.idempotencyKey)) },
        body: { reference, ...dialect.bodyOf(call) },
      });
      if (!isSuccess(answer)) return { status: 'refused', code: refusalIn(answer) };
      return told(answer)(dialect.operationIn(answer, answer.body, call, reference));
    },

    async lookUp(call, ours, signal, effect): Promise<LookUpAnswer> {
      const reference = scoped(ours);
      const query = new URLSearchParams({ kind: dialect.kindOf(call), reference });
      const answer = await http.ask('GET', `/operations?${query}`, signal, {
        headers: effect === undefined ? {} : traceHeader(effect),
      });
      if (!isSuccess(answer)) {
        const code = refusalIn(answer);
        const message = `The provider refused a look-up (${answer.status} ${code}).`;
        throw new ProviderFailure('provider-answer-invalid', message);
      }
      return foundIn(answer, one => dialect.operationIn(answer, one, call, reference), told(answer));
    },
  };
}

/** Only what says that it is done: 202 would mean that nobody knows yet. */
const isSuccess = ({ status }: HttpAnswer): boolean => status === 200 || status === 201;
