import type { Running } from '../../tasks/engine.ts';
import { ProviderFailure } from '../failure.ts';
import { createHttp, type HttpAnswer } from '../http.ts';
import { keyHeader, refusalIn } from '../http-answers.ts';
import { type LookUpAnswer, type Provider, type ProviderAnswer, traceHeader } from '../provider.ts';
import { answerOf, foundIn, kinds, operationIn } from './answers.ts';
import type { PaymentCall } from './calls.ts';

export type PaymentClientOptions = {
  /** Base URL of the provider's API. */
  readonly url: string;
  /** Sent as a bearer token; null: none. Default null. A wrong one raises an alarm, and declines nobody. */
  readonly apiKey?: string | null;
  /**
   * Names this installation at the provider: stands before every key and reference. Default: nothing. Two installations
   * with one account and the same order ids, but no names, take each other's charges for their own.
   */
  readonly scope?: string;
};

export type PaymentClient = Provider<PaymentCall> & {
  lookUp(call: PaymentCall, reference: string, signal: AbortSignal, effect?: Running): Promise<LookUpAnswer>;
  /** Closes the connections that are kept alive. */
  close(): void;
};

/** The payment provider over HTTP: amounts in minor units, an Idempotency-Key on every request that changes something. */
export function createPaymentClient({ url, apiKey = null, scope = '' }: PaymentClientOptions): PaymentClient {
  const http = createHttp({ url, headers: apiKey === null ? {} : { authorization: `Bearer ${apiKey}` } });
  const scoped = (text: string) => (scope === '' ? text : `${scope}/${text}`);

  return {
    close: http.close,

    async send(call: PaymentCall, effect: Running, signal: AbortSignal): Promise<ProviderAnswer> {
      if (effect.reference === null) {
        throw new ProviderFailure(
          'effect-invalid',
          `Payment effect ${effect.id} has no reference to be found by later.`,
        );
      }
      const reference = scoped(effect.reference);
      const { orderId, customerId } = call;
      const money = call.operation === 'void' ? {} : call.money;
      const answer = await http.ask('POST', pathOf(call), signal, {
        headers: { ...traceHeader(effect), 'idempotency-key': keyHeader(scoped(effect.idempotencyKey)) },
        body: { reference, orderId, customerId, ...money },
      });
      if (!isSuccess(answer)) return { status: 'refused', code: refusalIn(answer) };
      return answerOf(answer, operationIn(answer, answer.body, call, reference));
    },

    async lookUp(call, ours, signal, effect): Promise<LookUpAnswer> {
      const reference = scoped(ours);
      const query = new URLSearchParams({ kind: kinds[call.operation], reference });
      const answer = await http.ask('GET', `/operations?${query}`, signal, {
        headers: effect === undefined ? {} : traceHeader(effect),
      });
      if (!isSuccess(answer)) {
        const code = refusalIn(answer);
        throw new ProviderFailure(
          'provider-answer-invalid',
          `The provider refused a look-up (${answer.status} ${code}).`,
        );
      }
      return foundIn(answer, call, reference);
    },
  };
}

function pathOf(call: PaymentCall): string {
  switch (call.operation) {
    case 'authorise':
      return '/authorisations';
    case 'capture':
      return `/authorisations/${encodeURIComponent(call.of)}/captures`;
    case 'void':
      return `/authorisations/${encodeURIComponent(call.of)}/voids`;
    case 'refund':
      return `/captures/${encodeURIComponent(call.of)}/refunds`;
  }
}

/** Only what says that it is done: 202 would mean that nobody knows yet. */
const isSuccess = ({ status }: HttpAnswer): boolean => status === 200 || status === 201;
