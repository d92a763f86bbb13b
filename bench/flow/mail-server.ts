import { startMailStandIn } from '../../runtime/gateways/mail/stand-in/server.ts';

/** A mail server of its own, as in life: the argument is the folder of its mailbox. Prints its URL. */
const standIn = await startMailStandIn({ data: process.argv[2] as string, port: 0, webPort: 0 });
process.stdout.write(`${standIn.url}\n`);
process.once('SIGTERM', () => void standIn.stop().then(() => process.exit(0)));
