import { LongplayError } from '../../runtime/errors.ts';
import type { Edit } from './plan.ts';

/**
 * Lists are found by the line that opens them, not by marks: the line is what makes the list what it is, so whoever
 * moves or renames it is told here, and nothing is written.
 */

/** One more entry at the end of the list that this line opens. `entry` may have several lines. */
export function intoList(path: string, opening: string, entry: string): Edit {
  return {
    path,
    change: text => {
      const lines = text.split('\n');
      const first = lines.findIndex(line => line.trim() === opening);
      const indent = /^ */.exec(lines[first] ?? '')?.[0] ?? '';
      const last =
        first < 0 ? -1 : lines.findIndex((line, n) => n > first && new RegExp(`^${indent}[\\]}]`).test(line));
      if (last < 0) throw missing(path, `the list that the line \`${opening}\` opens`);
      const added = entry.split('\n').map(line => `${indent}  ${line}`);
      return lines.toSpliced(last, 0, ...added).join('\n');
    },
  };
}

/** One more import after the last one; the formatter sorts them. */
export function intoImports(path: string, line: string): Edit {
  return {
    path,
    change: text => {
      const lines = text.split('\n');
      const last = lines.findLastIndex(one => /^(import .*|} )from '.*';$/.test(one));
      if (last < 0) throw missing(path, 'its imports');
      return lines.toSpliced(last + 1, 0, line).join('\n');
    },
  };
}

/** More names in a sorted JSON list of texts. */
export function intoNames(path: string, names: readonly string[]): Edit {
  return {
    path,
    change: text => {
      const list = parsed(text);
      if (!Array.isArray(list)) throw missing(path, 'a JSON list of names');
      return `${JSON.stringify([...list, ...names].sort())}\n`;
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const missing = (path: string, what: string): LongplayError =>
  new LongplayError('LP_NEW_PLACE_MISSING', `${path} has not what is to be added to: ${what}.`);
