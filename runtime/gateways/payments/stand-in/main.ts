import { parseArgs } from 'node:util';
import { LongplayError } from '../../../errors.ts';
import type { Knobs } from './knobs.ts';
import { startPaymentStandIn } from './server.ts';

const usage = `A payment provider that runs on this machine, with a ledger and knobs.

  --data DIR      folder of its ledger (required)
  --port PORT     default 18090; 0 takes a free one
  --host HOST     default 127.0.0.1
  --knobs JSON    where its knobs stand at first, such as '{"errorRate":0.1,"latencyAfter":200}'
  --api-key KEY   what clients have to send as a bearer token; default: nothing

While it runs: GET /ledger/summary, GET /ledger/orders/ID, GET /ledger; GET, PUT and PATCH /knobs.
`;

async function main(): Promise<void> {
  const asked = argumentsOf(process.argv.slice(2));
  if (asked === null) {
    process.stdout.write(usage);
    return;
  }
  const standIn = await startPaymentStandIn(asked);
  process.stdout.write(`The payment stand-in listens on ${standIn.url}, with its ledger in ${asked.data}.\n`);
  const stop = () => void standIn.stop().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function argumentsOf(args: string[]) {
  const { values } = parsed(args);
  if (values.help) return null;
  const { data, host, port, knobs, 'api-key': apiKey } = values;
  if (data === undefined) throw wrong('--data is missing.');
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw wrong(`--port is ${port}, which is no port.`);
  return {
    data,
    host,
    port: Number(port),
    knobs: knobsOf(knobs),
    ...(apiKey !== undefined && { apiKey }),
  };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        data: { type: 'string' },
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '18090' },
        knobs: { type: 'string', default: '{}' },
        'api-key': { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (cause) {
    throw wrong(cause instanceof Error ? cause.message : String(cause));
  }
}

function knobsOf(json: string): Partial<Knobs> {
  try {
    return JSON.parse(json) as Partial<Knobs>;
  } catch (cause) {
    throw wrong(`--knobs is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

const wrong = (message: string) => new LongplayError('LP_STANDIN_USAGE', message);

try {
  await main();
} catch (error) {
  if (!(error instanceof LongplayError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n${error.remedy}\n`);
  process.exitCode = 2;
}
