import { LongplayError } from '../../runtime/errors.ts';
import { camel, type Names, pascal, singularOf } from './names.ts';

/** What has a name already, each with what it is, such as `the processor orders`. */
export type Taken = ReadonlyMap<string, string>;

const LONGEST = 40;

/** Words of the language, and types that the new code uses or that every schema has. */
const reserved = new Set([
  ...['await', 'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default', 'delete', 'do', 'else'],
  ...['enum', 'export', 'extends', 'false', 'finally', 'for', 'function', 'if', 'implements', 'import', 'in'],
  ...['instanceof', 'interface', 'let', 'new', 'null', 'package', 'private', 'protected', 'public', 'return', 'static'],
  ...[
    'super',
    'switch',
    'this',
    'throw',
    'true',
    'try',
    'typeof',
    'undefined',
    'var',
    'void',
    'while',
    'with',
    'yield',
  ],
  ...['after', 'before', 'closed', 'fact', 'given', 'key', 'opened', 'page', 'params', 'path', 'reply', 'row', 'rows'],
  ...['shop', 'shown', 'state', 'version', 'processors', 'projections', 'resources', 'topology', 'topics'],
]);
const types = new Set([
  ...['Array', 'Buffer', 'Context', 'Date', 'DeadlineInput', 'Decision', 'Draft', 'Error', 'Exclude', 'Input', 'Map'],
  ...['Object', 'PageQuery', 'Params', 'Partial', 'Patience', 'Processor', 'Projection', 'Promise', 'Record'],
  ...['Request', 'Row', 'Set', 'Shop', 'Station', 'String', 'Symbol'],
]);

/**
 * Names that can be given, or an error that says why not.
 *
 * @param shared names of the types that schemas share
 * @throws LP_NEW_NAME_INVALID, LP_NEW_NAME_TAKEN
 */
export function namesOf(given: { name: string; entity?: string }, taken: Taken, shared: ReadonlySet<string>): Names {
  const { name, entity = singularOf(name) } = given;
  wellFormed('name', name);
  wellFormed('entity', entity);
  const free = ![name, entity].some(one => reserved.has(camel(one)));
  if (!free || types.has(pascal(entity)) || shared.has(pascal(entity))) {
    const message = `What is called ${name}, and one of it ${entity}, cannot be written: that means something else in the code.`;
    const remedy =
      'Choose another name, or say by --entity what one of them is called, such as `--entity gift-event` instead of event.';
    throw new LongplayError('LP_NEW_NAME_INVALID', message, { remedy });
  }
  const owner = taken.get(name) ?? taken.get(`${entity}-requests`);
  if (owner !== undefined) throw new LongplayError('LP_NEW_NAME_TAKEN', `${name} is taken: there is ${owner}.`);
  return { name, entity };
}

function wellFormed(what: string, text: string): void {
  if (/^[a-z]+(-[a-z]+)*$/.test(text) && text.length <= LONGEST && !/-requests$/.test(text)) return;
  const message = `The ${what} ${JSON.stringify(text)} is none: words of small letters with hyphens between them, at most ${LONGEST} characters, and not …-requests, which is what asks.`;
  throw new LongplayError('LP_NEW_NAME_INVALID', message);
}
