import type { EffectRunner } from '../../tasks/engine.ts';
import { VaultError } from '../../vault/errors.ts';
import type { Vault } from '../../vault/port.ts';
import { createGateway, type GatewayStatus } from '../gateway.ts';
import { type GatewayObserver, tellAll } from '../observer.ts';
import type { GatewayOptions } from '../options.ts';
import type { ComposeMail, MailCall, SealedMail } from './calls.ts';
import { recipientOpener } from './recipient.ts';
import { createSmtpClient, type SmtpOptions } from './smtp.ts';

export type MailGatewayOptions = Omit<SmtpOptions, 'connections' | 'silence'> &
  Omit<GatewayOptions, 'name' | 'keyLifetime' | 'keyMargin'> & {
    /** Opens recipients. */
    readonly vault: Vault;
    readonly compose: ComposeMail;
  };

export type MailGateway = {
  readonly runners: { readonly mail: EffectRunner };
  status(): GatewayStatus;
  /** Closes the connections; for after the last run has ended. */
  close(): void;
};

/**
 * Mail behind a gateway. SMTP knows no idempotency keys: a mail whose answer was lost goes out again. So it is at least
 * once, and every time with the same Message-ID, by which it can be told as one.
 */
export function createMailGateway(
  { url, from, tls, ca, vault, compose, ...limits }: MailGatewayOptions,
  observers: readonly GatewayObserver[] = [],
): MailGateway {
  // A server that checks what it is sent may take its time; whoever gives up too early sends it twice.
  const { timeout = 20_000, concurrency = 5, ...rest } = limits;
  const client = createSmtpClient({
    url,
    from,
    connections: concurrency,
    silence: timeout,
    ...(tls !== undefined && { tls }),
    ...(ca !== undefined && { ca }),
  });
  const name = 'mail';
  const gateway = createGateway<MailCall>(
    { ...rest, timeout, concurrency, name, keyLifetime: Number.POSITIVE_INFINITY },
    client,
    observers,
  );
  const told = tellAll(observers);
  const open = recipientOpener(vault);

  /** The call, or what keeps it from being made; a defect of the state is raised where the gateway makes the call. */
  async function callOf(sealed: () => SealedMail): Promise<(() => MailCall) | 'erased' | 'locked'> {
    try {
      const mail = sealed();
      const { name: recipient, email: address } = await open(mail);
      if (address === null) return 'erased';
      const { messageId, date, subject, text } = mail;
      const call = { to: { name: recipient ?? '', address }, messageId, date, subject, text: text(recipient) };
      return () => call;
    } catch (error) {
      if (error instanceof VaultError && error.kind === 'retriable') return 'locked';
      return () => {
        throw error;
      };
    }
  }

  return {
    status: gateway.status,
    close: client.close,
    runners: {
      async mail(effect, state, signal) {
        const started = performance.now();
        const call = await callOf(() => compose(effect, state));
        signal.throwIfAborted();
        if (typeof call === 'function') return gateway.run(effect, call, signal);
        const answer =
          call === 'erased'
            ? ({ status: 'refused', code: 'customer-erased' } as const)
            : ({ status: 'failed', code: 'vault-unavailable' } as const);
        told.ran({ gateway: name, kind: effect.kind, ...answer, tries: 0, ms: performance.now() - started });
        return answer;
      },
    },
  };
}
