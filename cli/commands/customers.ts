import { Command } from 'commander';
import { loadSettings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import type { CliContext } from '../context.ts';
import { scanCommand, showCommand, verifyCommand } from '../customers/erasure.ts';

const help = `
Without an option: prints the newest certificate that is kept. --scan makes one: it searches every
topic (aborted records too), every table, the states of this machine's processes and the logs of
local servers for what can be read of the customer, who must be erased already. --folder adds
others: exports, states on other machines, your own logs; --topic the topic of another program,
by its whole name. Nothing is changed.

--texts looks for texts too, in every byte: a file with one a line, or - for standard input. They are
neither kept nor shown. Whoever has read model tables of his own, or bytes that no schema reads,
finds what is left there only so.

--verify FILE says whether a file is a certificate as it was made; no server is asked.

Exit code 0: nothing was found. 1: something was, or there is no certificate, or the
file is not as it was made. 2: not erased yet, or could not run.

  npx longplay customers erasure customer-2 --scan
  npx longplay customers erasure customer-2 --scan --texts - --json > customer-2.json
  npx longplay customers erasure --verify customer-2.json`;

type Options = { scan: boolean; texts?: string; topic: string[]; folder: string[]; verify?: string; json: boolean };

export function customersCommand(context: CliContext): Command {
  return new Command('customers')
    .summary('prove that a customer is erased')
    .description('Prove that nothing readable is left of a customer who was erased.')
    .addCommand(
      new Command('erasure')
        .description('Search for what is left of an erased customer, and certify what was found.')
        .argument('[customer]', 'the customer’s id')
        .option('--scan', 'search now', false)
        .option('--texts <file>', 'texts to look for in every byte, one a line; - reads standard input')
        .option('--topic <name>', 'search this topic of another program too; may be repeated', also, [])
        .option('--folder <dir>', 'search this folder too; may be repeated', also, [])
        .option('--verify <file>', 'check a certificate, without any server')
        .option('--json', 'print one JSON document', false)
        .addHelpText('after', help)
        .action(async (customerId: string | undefined, options: Options) => {
          context.exitCode = await run(customerId ?? null, options, context);
        }),
    );
}

const also = (one: string, others: string[]): string[] => [...others, one];

function run(customerId: string | null, { scan, texts, topic, folder, verify, json }: Options, context: CliContext) {
  const print = { json };
  const searched = scan || texts !== undefined || topic.length > 0 || folder.length > 0;
  if (verify !== undefined) {
    if (customerId === null && !searched) return verifyCommand(verify, print, context);
    throw new LongplayError('LP_CLI_USAGE', '--verify takes a file and nothing else.');
  }
  if (customerId === null) throw new LongplayError('LP_CLI_USAGE', 'No customer was named.');
  const settings = loadSettings(context.env);
  if (scan) {
    return scanCommand(
      settings,
      { customerId, topics: topic, folders: folder, texts: texts ?? null, ...print },
      context,
    );
  }
  if (searched) throw new LongplayError('LP_CLI_USAGE', '--texts, --topic and --folder are for --scan.');
  return showCommand(settings, { customerId, ...print }, context);
}
