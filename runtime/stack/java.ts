import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { LongplayError } from '../errors.ts';

export type Java = {
  readonly home: string;
  readonly binary: string;
  readonly version: number;
  /** Differs where another virtual machine could not read what this one has cached. */
  readonly id: string;
};

type Environment = Readonly<Record<string, string | undefined>>;

const needed = 17;
const install = `Install Java ${needed} or later (Debian, Ubuntu: \`apt-get install openjdk-17-jre-headless\`; macOS: \`brew install openjdk@17\`), then start again.`;

export function findOnPath(name: string, env: Environment): string | null {
  const folders = (env.PATH ?? '').split(delimiter).filter(folder => folder !== '');
  return folders.map(folder => join(folder, name)).find(isExecutable) ?? null;
}

/** The Java that Kafka and the registry run on: JAVA_HOME's, else the PATH's, as Kafka's and Maven's own scripts do. */
export async function findJava(env: Environment): Promise<Java> {
  const home = env.JAVA_HOME || null;
  const binary = home === null ? findOnPath('java', env) : join(home, 'bin', 'java');
  if (binary === null) {
    throw new LongplayError(
      'LP_STACK_JAVA_MISSING',
      'Kafka and the registry need Java, and there is no `java` on the PATH.',
      { remedy: install },
    );
  }
  if (!isExecutable(binary)) {
    throw new LongplayError(
      'LP_STACK_JAVA_MISSING',
      `JAVA_HOME is ${home}, and there is no bin/java that can be run in it.`,
      {
        remedy: `Set JAVA_HOME to the folder of Java ${needed} or later, or unset it to use the \`java\` on the PATH.`,
      },
    );
  }
  return described(binary, await propertiesOf(binary));
}

async function propertiesOf(binary: string): Promise<string> {
  try {
    const { stdout, stderr } = await promisify(execFile)(binary, ['-XshowSettings:properties', '-version'], {
      timeout: 20_000,
    });
    return `${stdout}\n${stderr}`;
  } catch (cause) {
    throw new LongplayError('LP_STACK_JAVA_MISSING', `${binary} does not run: ${lastLine((cause as Error).message)}`, {
      remedy: install,
      cause,
    });
  }
}

/** From what `java -XshowSettings:properties -version` says. Up to 8, versions are called 1.8. */
export function described(binary: string, settings: string): Java {
  const property = (name: string) => new RegExp(`^\\s*${name} = (.*)$`, 'm').exec(settings)?.[1]?.trim() ?? '';
  const version = Number(property('java.specification.version').replace(/^1\./, ''));
  if (!(version >= needed)) {
    const found = Number.isNaN(version) || version === 0 ? 'of an unknown version' : `Java ${version}`;
    throw new LongplayError(
      'LP_STACK_JAVA_TOO_OLD',
      `Kafka and the registry need Java ${needed} or later, and ${binary} is ${found}.`,
      {
        remedy: `${install.slice(0, -', then start again.'.length)}, put it first on the PATH or set JAVA_HOME to it.`,
      },
    );
  }
  const home = property('java.home');
  const id = [property('java.vm.name'), property('java.vm.vendor'), property('java.vm.version'), home].join('\n');
  return {
    home,
    // Not the found file: that may be a wrapper script, which would hide the server's process from its guard.
    binary: home === '' ? binary : join(home, 'bin', 'java'),
    version,
    id: createHash('sha256').update(id).digest('hex').slice(0, 12),
  };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const lastLine = (text: string) => text.trim().split('\n').at(-1) ?? '';
