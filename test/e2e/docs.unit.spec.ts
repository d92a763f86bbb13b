import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../cli/longplay.ts';
import { settingsTable } from '../../runtime/config/table.ts';
import { errorCatalogue } from '../../runtime/errors.ts';
import { filesBelow } from '../checks/files.ts';

const root = join(import.meta.dirname, '../..');
const pages = filesBelow(root).filter(path => path.endsWith('.md'));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json'));

/** As GitHub makes them from headings. */
function anchorsOf(path: string): string[] {
  return [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

/** Everything that a page shows as a command, without the settings before it. */
function commandsIn(text: string): string[] {
  const blocks = [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block.replaceAll('\\\n', ' '));
  const inline = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return [...blocks.flatMap(block => block.split('\n')), ...inline]
    .flatMap(line => line.split('&&'))
    .map(line => line.trim().replace(/^([A-Z_]+=('[^']*'|\S*)\s+)*/, ''));
}

describe('the documentation', () => {
  it('has pages', () => {
    expect(pages).toContain('README.md');
    expect(pages.length).toBeGreaterThan(10);
  });

  it.each(pages)('%s links to what exists', path => {
    const links = [...read(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    for (const link of links.filter(each => !/^[a-z]+:/.test(each))) {
      const [target = '', anchor] = link.split('#');
      const file = target === '' ? path : join(dirname(path), target);
      expect(existsSync(join(root, file)), `${path} → ${link}`).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(file), `${path} → ${link}`).toContain(anchor);
      if (target.endsWith('/')) expect(statSync(join(root, file)).isDirectory()).toBe(true);
    }
  });

  it.each(pages)('%s names npm scripts that exist', path => {
    for (const command of commandsIn(read(path))) {
      const [, script] = /^npm (?:run )?([a-z0-9:-]+)/.exec(command) ?? [];
      if (script === undefined || ['ci', 'install', 'i', 'exec'].includes(script)) continue;
      expect(Object.keys(manifest.scripts), command).toContain(script);
    }
  });

  it.each(['README.md', 'CONTRIBUTING.md', 'docs/README.md', ...pages.filter(path => path.startsWith('docs/guide/'))])(
    '%s names commands, settings, errors and files that exist',
    async path => {
      const text = read(path);
      for (const command of commandsIn(text).filter(each => each.startsWith('npx longplay '))) {
        const [name = '', ...rest] = command.split(/\s+/).slice(2);
        const options = rest.filter(word => word.startsWith('--'));
        const own = await helpOf(name);
        const [sub = '--'] = rest;
        const help = own.includes('\nCommands:\n') && !sub.startsWith('--') ? await helpOf(name, sub) : own;
        for (const word of [name, ...options]) expect(help, command).toContain(word);
      }
      for (const [, name = ''] of text.matchAll(
        /\b((?:LONGPLAY|KAFKA|SCHEMA_REGISTRY|DATABASE|PAYMENT|MAIL|FRAUD|VAULT|LOG)_[A-Z_]+[A-Z])\b/g,
      )) {
        if (name !== 'KAFKA_BROKER') expect(Object.keys(settingsTable), name).toContain(name);
      }
      for (const [, code = ''] of text.matchAll(/\b(LP_[A-Z_]+[A-Z])\b/g)) {
        if (!code.includes('WHAT')) expect(Object.keys(errorCatalogue)).toContain(code);
      }
      for (const [, file = ''] of text.matchAll(
        /`((?:schemas|runtime|streams|projections|api|cli|test|bench|docs)\/[\w./-]*)`/g,
      )) {
        expect(existsSync(join(root, file)), file).toBe(true);
      }
    },
  );

  it('would not pass with a command that is not there', async () => {
    expect(await helpOf('nonsense')).toBe('');
    expect(await helpOf('streams', 'nonsense')).toBe('');
  });
});

/** What `longplay COMMAND --help` prints; empty where there is no such command. */
async function helpOf(...words: string[]): Promise<string> {
  const output: string[] = [];
  const stream = { write: (text: string) => output.push(text) } as unknown as NodeJS.WriteStream;
  await main([...words, '--help'], { stdout: stream, stderr: stream });
  return output.join('').startsWith(`Usage: longplay ${words.join(' ')} `) ? output.join('') : '';
}
