import type { EffectAnswer } from '../../tasks/definition.ts';
import type { EffectRunner } from '../../tasks/engine.ts';
import type { FatEvent, PendingEffect } from '../../tasks/fat-event.ts';
import { VaultError } from '../../vault/errors.ts';
import type { Vault } from '../../vault/port.ts';
import { createGateway, type Gateway, type GatewayStatus } from '../gateway.ts';
import { type GatewayObserver, tellAll } from '../observer.ts';
import type { GatewayOptions } from '../options.ts';
import { traceHeader } from '../provider.ts';
import { createPoster } from './post.ts';
import { signed, signingSecret, webhookSubject } from './signature.ts';
import { hostOf, type TargetPolicy } from './targets.ts';

/** One message as the processor’s state has it. */
export type WebhookCall = {
  readonly subscriptionId: string;
  readonly url: string;
  /** Names of the secrets that sign it, the newest first. */
  readonly secretIds: readonly string[];
  /** CloudEvents attributes but `source`, which names the installation, and `data`, which is JSON already. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly data: string;
};

/** Makes the message of a pending effect out of its state. Throws where the state does not hold what it needs. */
export type ComposeWebhook = (effect: PendingEffect, state: FatEvent) => WebhookCall;

export type WebhookGatewayOptions = Omit<GatewayOptions, 'name' | 'keyLifetime' | 'keyMargin'> & {
  /** Holds the keys that the secrets are made of. */
  readonly vault: Vault;
  readonly compose: ComposeWebhook;
  readonly policy: TargetPolicy;
  /** Of the installation; CloudEvents’ `source` is `/<prefix>/<topic>`. */
  readonly prefix: string;
};

export type WebhookGateway = {
  readonly runners: { readonly webhook: EffectRunner };
  /** One for each endpoint that was posted to lately. */
  status(): readonly GatewayStatus[];
  /** Closes the connections that are kept alive; for after the last run has ended. */
  close(): void;
};

/** Endpoints that have a gateway of their own; the one that was longest not posted to makes room. */
const MOST_ENDPOINTS = 128;

type Endpoint = { readonly gateway: Gateway<Message>; readonly close: () => void };
type Message = { readonly body: string; readonly secrets: readonly Buffer[] };

/**
 * Webhooks behind gateways, one for each endpoint: a receiver that hangs or fails has a breaker and places of its own,
 * and takes none from the others. At least once: a message whose answer was lost goes out again, with the same webhook-id.
 */
export function createWebhookGateway(
  { vault, compose, policy, prefix, ...limits }: WebhookGatewayOptions,
  observers: readonly GatewayObserver[] = [],
): WebhookGateway {
  const { timeout = 10_000, concurrency = 8, queue = 200, clock = Date.now, ...rest } = limits;
  const endpoints = new Map<string, Endpoint>();
  const told = tellAll(observers);

  const endpointOf = (url: string): Endpoint => {
    const known = endpoints.get(url);
    endpoints.delete(url);
    const endpoint = known ?? openEndpoint(url);
    endpoints.set(url, endpoint);
    const [oldest] = endpoints;
    if (endpoints.size > MOST_ENDPOINTS && oldest !== undefined) {
      // What is under way there keeps its own connection until its end.
      endpoints.delete(oldest[0]);
      if (oldest[1].gateway.status().running === 0) oldest[1].close();
    }
    return endpoint;
  };

  const openEndpoint = (url: string): Endpoint => {
    const poster = createPoster({ url, policy, connections: concurrency });
    const name = `webhooks ${hostOf(new URL(url))}`;
    const gateway = createGateway<Message>(
      { ...rest, timeout, concurrency, queue, clock, name, keyLifetime: Number.POSITIVE_INFINITY },
      {
        send: ({ body, secrets }, effect, signal) => {
          const headers = { 'content-type': 'application/cloudevents+json; charset=utf-8', 'user-agent': 'Longplay' };
          return poster.post(
            body,
            { ...headers, ...traceHeader(effect), ...signed(effect.idempotencyKey, clock(), body, secrets) },
            signal,
          );
        },
      },
      observers,
    );
    return { gateway, close: poster.close };
  };

  const secretsOf = async ({ subscriptionId, secretIds }: WebhookCall): Promise<Buffer[]> => {
    const subject = webhookSubject(subscriptionId);
    const key = (await vault.keysFor([subject])).get(subject)?.secret ?? null;
    return secretIds.flatMap(id => signingSecret(key, id) ?? []);
  };

  const run: EffectRunner = async (effect, state, signal) => {
    const started = performance.now();
    const unsent = (answer: Exclude<EffectAnswer, { status: 'done' }>): EffectAnswer => {
      const ms = performance.now() - started;
      told.ran({ gateway: 'webhooks', kind: effect.kind, status: answer.status, code: answer.code, tries: 0, ms });
      return answer;
    };
    const call = compose(effect, state);
    let secrets: Buffer[];
    try {
      secrets = await secretsOf(call);
    } catch (error) {
      if (error instanceof VaultError && error.kind === 'retriable') {
        return unsent({ status: 'failed', code: 'vault-unavailable' });
      }
      throw error;
    }
    signal.throwIfAborted();
    // The webhook was removed meanwhile: nobody could check who this is from.
    if (secrets.length === 0) return unsent({ status: 'refused', code: 'endpoint-gone' });
    const message = { body: bodyOf(call, prefix), secrets };
    return endpointOf(call.url).gateway.run(effect, () => message, signal);
  };

  return {
    runners: { webhook: run },
    status: () => [...endpoints.values()].map(({ gateway }) => gateway.status()),
    close: () => {
      for (const { close } of endpoints.values()) close();
      endpoints.clear();
    },
  };
}

/** Structured mode (CloudEvents JSON format 1.0): the attributes are in the body, and so under the signature. */
function bodyOf({ attributes, data }: WebhookCall, prefix: string): string {
  const { topic, ...rest } = attributes;
  const head = { specversion: '1.0', source: `/${prefix}/${topic}`, ...rest, datacontenttype: 'application/json' };
  return `${JSON.stringify(head).slice(0, -1)},"data":${data}}`;
}
