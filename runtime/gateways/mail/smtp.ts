import { createTransport } from 'nodemailer';
import { LongplayError } from '../../errors.ts';
import type { Provider } from '../provider.ts';
import { isAddress, senderOf } from './address.ts';
import { refusalIn } from './answers.ts';
import type { MailCall } from './calls.ts';

export type SmtpOptions = {
  /**
   * `smtp://host:587` (with STARTTLS, see `tls`) or `smtps://host:465` (TLS from the start); a user and a password in it
   * are percent-encoded, and log on.
   */
  readonly url: string;
  /** The sender: an address, or `Name <address>`. The server must let us send for it: otherwise each mail fails. */
  readonly from: string;
  /**
   * For `smtp:`. `required`: STARTTLS, or nothing is sent. `none`: in plain text, for a server on this machine: on a
   * network everybody reads along, the password too. Default `required`.
   */
  readonly tls?: 'required' | 'none';
  /** Whom to trust instead of the authorities that Node trusts, PEM; for a server with a certificate of its own. */
  readonly ca?: string;
  /** Connections at once. Default 5. More than the server allows: it answers 421. */
  readonly connections?: number;
  /** Longest silence, ms: while connecting, for the greeting, and between two lines. Default 20,000. */
  readonly silence?: number;
};

export type SmtpClient = Provider<MailCall> & {
  /** Closes all connections; a mail that is under way may have been taken. */
  close(): void;
};

/** Mail over SMTP, on connections that are kept. */
export function createSmtpClient(options: SmtpOptions): SmtpClient {
  const { tls = 'required', ca, connections = 5, silence = 20_000 } = options;
  const server = serverIn(options.url);
  const from = senderOf(options.from);
  if (from === null) throw invalid('the sender is no address, and no Name <address>');
  const transport = createTransport({
    ...server,
    pool: true,
    maxConnections: connections,
    // Its own repeats would be neither counted nor told: retrying is the gateway's.
    maxRequeues: 0,
    // Below the five minutes after which servers hang up (RFC 5321, 4.5.3.2).
    idleTimeout: 30_000,
    requireTLS: !server.secure && tls === 'required',
    ignoreTLS: !server.secure && tls === 'none',
    ...(ca !== undefined && { tls: { ca } }),
    connectionTimeout: silence,
    greetingTimeout: silence,
    socketTimeout: silence,
    dnsTimeout: silence,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // Each failure is told to the mail that meets it; what befalls an idle connection concerns none.
  transport.on('error', () => {});

  return {
    close: () => transport.close({ force: true }),
    async send({ to, messageId, date, subject, text }, _effect, signal) {
      if (!isAddress(to.address)) return { status: 'refused', code: 'address-invalid' };
      try {
        await transport.sendMail({
          from,
          to,
          envelope: { from: from.address, to: [to.address] },
          messageId,
          date: new Date(date),
          subject,
          text,
          // RFC 3834: so that no machine answers it.
          headers: { 'auto-submitted': 'auto-generated' },
          signal,
        });
        return { status: 'done', reference: messageId };
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        return refusalIn(error);
      }
    },
  };
}

function serverIn(text: string) {
  const url = URL.parse(text);
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '') {
    throw invalid('the mail server is named by no URL of smtp: or smtps:');
  }
  const secure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    ...(user !== '' && { auth: { user, pass: decodeURIComponent(url.password) } }),
  };
}

const invalid = (what: string) =>
  new LongplayError('LP_GATEWAY_OPTIONS_INVALID', `The gateway mail cannot work like this: ${what}.`);
