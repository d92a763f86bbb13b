import { logObserver } from '../../runtime/gateways/observer.ts';
import { createWebhookGateway } from '../../runtime/gateways/webhooks/gateway.ts';
import { gatewayMetrics } from '../../runtime/observe/metrics-tasks.ts';
import type { EffectRunner } from '../../runtime/tasks/engine.ts';
import { createVaultGateway } from '../../runtime/vault/gateway.ts';
import type { Vault } from '../../runtime/vault/port.ts';
import { composeWebhook } from '../../streams/webhook-deliveries/compose.ts';
import { secretsKey } from '../../streams/webhooks/keys.ts';
import type { Program } from './program.ts';

type Options = Pick<Program, 'settings' | 'logger' | 'resources' | 'metrics'>;

/** Receivers of webhooks behind their gateways, and the vault that their secrets come from. */
export function openWebhooks(
  vault: Vault,
  { settings, logger, resources, metrics }: Options,
): Readonly<Record<string, EffectRunner>> {
  const observers = [logObserver(logger.child({ part: 'webhooks' })), gatewayMetrics(metrics)];
  const { prefix, webhooks } = settings;
  const gateway = createWebhookGateway({ vault, compose: composeWebhook, policy: webhooks.targets, prefix }, observers);
  resources.add('the webhook gateway', () => gateway.close());
  const secrets = createVaultGateway({ vault, subjectOf: secretsKey }, observers);
  return { ...gateway.runners, 'destroy-secret': secrets.runners['destroy-key'] };
}
