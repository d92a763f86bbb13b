import { startMailStandIn } from '../../runtime/gateways/mail/stand-in/server.ts';

/** The mail stand-in by itself: folder of its mailbox, ports of SMTP and of its page, and its knobs as JSON. */
const [data, port, webPort, knobs] = process.argv.slice(2) as [string, string, string, string];
const standIn = await startMailStandIn({
  data,
  port: Number(port),
  webPort: Number(webPort),
  knobs: JSON.parse(knobs),
});
process.stdout.write(`The mail stand-in listens on ${standIn.url}, its mailbox on ${standIn.web}.\n`);
process.once('SIGTERM', () => void standIn.stop().then(() => process.exit(0)));
