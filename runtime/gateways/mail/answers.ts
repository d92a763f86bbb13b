import { type FailureCode, ProviderFailure } from '../failure.ts';
import type { ProviderAnswer } from '../provider.ts';

/** What nodemailer says of a mail that was not taken. */
type Refused = {
  readonly code?: string | undefined;
  /** What stood under `code` before, such as ECONNREFUSED or the name of a certificate's fault. */
  readonly originalCode?: string | undefined;
  readonly command?: string | undefined;
  readonly response?: string | undefined;
  readonly responseCode?: number | undefined;
};

/**
 * What a mail that was not taken comes to: a refusal for good (5xx to this recipient or this mail), or the failure that
 * it throws (4xx, no connection, or something that is wrong with us and not with the mail).
 */
export function refusalIn(error: unknown): ProviderAnswer {
  const refused = (error instanceof Error ? error : {}) as Refused;
  const { responseCode } = refused;
  if (!responseCode) return unanswered(refused, error);
  if (responseCode >= 400 && responseCode < 500) throw failure(laterCode(refused), refused);
  if (responseCode < 500 || responseCode > 599) throw failure('provider-answer-invalid', refused);
  return forGood(refused, responseCode);
}

function unanswered(refused: Refused, error: unknown): ProviderAnswer {
  const { code, originalCode = '' } = refused;
  switch (code) {
    // The library itself finds that this cannot be sent.
    case 'EENVELOPE':
      return { status: 'refused', code: 'address-invalid' };
    case 'EMESSAGE':
      return { status: 'refused', code: 'message-refused' };
    case 'ETLS':
    case 'EREQUIRETLS':
      throw failure('provider-untrusted', refused);
    case 'EAUTH':
    case 'ENOAUTH':
      throw failure('provider-access-denied', refused);
    case 'ETIMEDOUT':
      throw failure('provider-timeout', refused);
    case 'ECONNECTION':
    case 'ESOCKET':
    case 'EDNS':
      throw failure(/CERT|TLS|SSL/.test(originalCode) ? 'provider-untrusted' : 'provider-unreachable', refused);
    default:
      // Not an answer, and nothing that a connection does: a defect, which the gateway names.
      throw error;
  }
}

/** Greylisting and a full mailbox are about one recipient; that mail servers do so daily says nothing against them. */
function laterCode({ command, responseCode }: Refused): FailureCode {
  return command === 'RCPT TO' && responseCode !== 421 ? 'provider-postpones' : 'provider-error';
}

/** Replies that are about us, whatever was asked: to log on first, or not to be known (RFC 4954, 6). */
const aboutUs: readonly number[] = [530, 534, 535, 538];
/** Replies to what is no SMTP, or comes out of turn (RFC 5321, 4.2.2). */
const aboutProtocol: readonly number[] = [500, 501, 502, 503, 504, 555];

function forGood(refused: Refused, status: number): ProviderAnswer {
  const { command = '', code } = refused;
  // 5.7: security and policy (RFC 3463). "Relaying denied" is said to a recipient, and would be said to each.
  const policy = command !== 'DATA' && enhancedCode(refused).startsWith('5.7.');
  if (code === 'ETLS' || code === 'EREQUIRETLS') throw failure('provider-untrusted', refused);
  if (code === 'EAUTH' || aboutUs.includes(status) || policy) throw failure('provider-access-denied', refused);
  if (aboutProtocol.includes(status)) throw failure('provider-request-rejected', refused);
  if (command === 'RCPT TO') return { status: 'refused', code: `recipient-refused-${status}` };
  if (command === 'DATA') return { status: 'refused', code: `message-refused-${status}` };
  // The sender, or the connection itself.
  throw failure('provider-access-denied', refused);
}

const enhancedCode = ({ response = '' }: Refused): string =>
  /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? '';

/** Without the server's text, which mostly repeats the address. */
function failure(code: FailureCode, refused: Refused): ProviderFailure {
  const { responseCode, command, originalCode } = refused;
  const said = responseCode ? `It answered ${[responseCode, enhancedCode(refused)].join(' ').trim()}` : 'No answer';
  const at = command === undefined ? '' : ` to ${command}`;
  return new ProviderFailure(code, `${said}${at} (${originalCode ?? refused.code ?? 'no code'}).`);
}
