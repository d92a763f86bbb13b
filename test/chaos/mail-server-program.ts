import { startMailStandIn } from '../../runtime/gateways/mail/stand-in/server.ts';

/** The mail stand-in by itself: its only argument is the folder of its mailbox. */
const standIn = await startMailStandIn({ data: process.argv[2] as string, port: 0, webPort: 0 });
process.stdout.write(`The mail stand-in listens on ${standIn.url}, its mailbox on ${standIn.web}.\n`);
process.once('SIGTERM', () => void standIn.stop().then(() => process.exit(0)));
