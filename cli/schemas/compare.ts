import { existsSync, readFileSync } from 'node:fs';
import { LongplayError } from '../../runtime/errors.ts';
import { gitTree } from '../../runtime/schema-sources/git.ts';
import { checkSchema } from '../../schemas/check/check.ts';
import { isBlocking } from '../../schemas/check/finding.ts';
import { type Format, render } from '../../schemas/check/render/render.ts';
import { schemasFolder } from '../../schemas/load.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { paintFor } from './print.ts';
import { parsedOr, workingSchemas } from './working.ts';

type Named = { readonly label: string; readonly text: string; readonly file: string };

/** Whether READER reads what WRITER writes. The answer is no where it does not. */
export async function compareSchemas(
  { reader, writer, format }: { readonly reader: string; readonly writer: string; readonly format: Format },
  context: CliContext,
): Promise<ExitCode> {
  const [reading, writing] = [await schemaNamed(reader), await schemaNamed(writer)];
  const findings = checkSchema({
    level: 'BACKWARD',
    candidate: parsedOr(reading.text, reading.file),
    previous: [{ version: writing.label, schema: parsedOr(writing.text, writing.file) }],
    subject: reading.label,
  });
  const paint = paintFor(context.stdout.isTTY === true);
  const said = render(format, findings, { subjects: [reading.label], ...(paint && { paint }) });
  const compatible = !findings.some(finding => isBlocking(finding));
  const verdict = `${reading.label} ${compatible ? 'reads' : 'does not read'} what ${writing.label} writes\n`;
  context.stdout.write(format === 'text' ? said + verdict : said);
  return compatible ? exitCodes.done : exitCodes.no;
}

/** A file, a schema of the catalogue (`orders`), a released version of one (`orders@1`), or one at a git ref (`git:main:orders`). */
async function schemaNamed(name: string): Promise<Named> {
  if (existsSync(name)) return { label: name, text: readFileSync(name, 'utf8'), file: name };
  const [, ref, below] = /^git:(.+):([^:]+)$/.exec(name) ?? [];
  if (ref !== undefined && below !== undefined) {
    const { files } = await gitTree(schemasFolder, ref);
    const found = files.find(({ path }) => path === `${below}/${below}.avsc`);
    if (found !== undefined)
      return { label: `${below} at ${ref}`, text: found.text, file: `${ref}:schemas/${found.path}` };
  }
  const [folder, version] = name.split('@');
  const working = workingSchemas().find(one => one.name === folder);
  const file = version === undefined ? working : working?.released.find(one => one.version === version);
  if (file !== undefined) return { label: name, text: file.text, file: file.file };
  const known =
    working === undefined
      ? ''
      : ` Its released versions: ${working.released.map(one => one.version).join(', ') || 'none'}.`;
  throw new LongplayError('LP_SCHEMAS_NOT_FOUND', `${name} is neither a file nor a schema of the catalogue.${known}`);
}
