import { join } from 'node:path';
import { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { carriedOut, changesOf } from '../new/carry-out.ts';
import { namesOf } from '../new/check-name.ts';
import type { Names } from '../new/names.ts';
import type { Plan } from '../new/plan.ts';
import { processorPlan } from '../new/processor.ts';
import { projectionPlan, sourceOf } from '../new/projection.ts';
import { sagaPlan } from '../new/saga.ts';
import { needsCheckout, sharedNames, takenIn } from '../new/standing.ts';

const help = `
Writes a start that works: with a green spec, listed wherever it has to be, and generated anew what
follows from it. Nothing is written over; where anything fails, nothing is changed.

  npx longplay new processor gift-cards                    what is asked, what is written, a read model, addresses
  npx longplay new saga bookings                           steps done by others, and undone where one cannot be
  npx longplay new projection card-balances --of gift-cards
  npx longplay new processor gift-cards --dry-run          only tells what would be written

The hour from there: docs/guide/your-own-process.md`;

type Options = { entity?: string; of?: string; dryRun: boolean };

/** The checkout that this program is of. */
const base = join(import.meta.dirname, '../..');

export function newCommand(context: CliContext): Command {
  return new Command('new')
    .summary('begin a process, a saga or a read model of your own')
    .description('Begin a process, a saga or a read model of your own: a start that works, to be changed.')
    .addHelpText('after', help)
    .addCommand(
      kind('processor', 'Begin a process: who is asked, decides, and says what happened.').action(
        (name: string, options: Options) => begin(name, options, 'process', processorPlan),
      ),
    )
    .addCommand(
      kind('saga', 'Begin a process that conducts others: its steps are all done, or all undone.').action(
        (name: string, options: Options) => begin(name, options, 'process', sagaPlan),
      ),
    )
    .addCommand(
      kind('projection', 'Begin a read model of the facts of one topic.')
        .option('--of <topic>', 'the topic whose facts it is made of')
        .action((name: string, options: Options) => {
          const source = sourceOf(options.of);
          begin(name, options, 'projection', names => projectionPlan(names, source));
        }),
    );

  function begin(name: string, options: Options, what: 'process' | 'projection', planOf: (names: Names) => Plan): void {
    needsCheckout(base);
    const plan = planOf(namesOf({ name, ...options }, takenIn(base, what), sharedNames()));
    const planned = changesOf(base, plan);
    const changes = options.dryRun ? planned : carriedOut(base, planned);
    const told = changes.map(({ path, before }) => `${before === null ? 'new    ' : 'changed'}  ${path}`).sort();
    const end = options.dryRun
      ? ['', 'Nothing was written; `npm run generate` would change more.']
      : ['', ...plan.next];
    context.stdout.write(`${[...told, ...end].join('\n')}\n`);
  }
}

const kind = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .argument('<name>', 'for life, in small letters with hyphens, such as gift-cards')
    .option('--entity <name>', 'what one of them is called; left out: the name without its plural')
    .option('--dry-run', 'only tell what would be written', false);
