import { describe, expect, it } from 'vitest';
import { LongplayError } from '../errors.ts';
import { described, findJava } from './java.ts';

const settings = (version: string) => `Property settings:
    java.home = /usr/lib/jvm/java
    java.specification.version = ${version}
    java.vm.name = OpenJDK 64-Bit Server VM
    java.vm.vendor = Debian
    java.vm.version = ${version}.0.1+1
openjdk version "${version}.0.1"
`;

describe('described', () => {
  it('given Java 17 or later, uses the program in its own home, not the wrapper that was found', () => {
    expect(described('/shims/java', settings('21'))).toMatchObject({
      binary: '/usr/lib/jvm/java/bin/java',
      home: '/usr/lib/jvm/java',
      version: 21,
    });
  });

  it('given another virtual machine, gives another id', () => {
    expect(described('java', settings('17')).id).not.toBe(described('java', settings('21')).id);
    expect(described('java', settings('17')).id).toBe(described('java', settings('17')).id);
  });

  it.each([
    ['1.8', 'Java 8'],
    ['11', 'Java 11'],
  ])('given version %s, refuses %s with both versions in the sentence', (version, shown) => {
    const refusal = refusalOf(() => described('/usr/bin/java', settings(version)));
    expect(refusal.code).toBe('LP_STACK_JAVA_TOO_OLD');
    expect(refusal.message).toBe(`Kafka and the registry need Java 17 or later, and /usr/bin/java is ${shown}.`);
    expect(refusal.remedy).toContain('Install Java 17 or later');
  });

  it('given something that names no version, refuses it', () => {
    expect(refusalOf(() => described('/usr/bin/java', 'hello')).message).toContain('of an unknown version');
  });
});

describe('findJava', () => {
  it('given no java on the PATH, says so', async () => {
    await expect(findJava({ PATH: '/nowhere' })).rejects.toMatchObject({ code: 'LP_STACK_JAVA_MISSING' });
  });

  it('given a JAVA_HOME without one, names JAVA_HOME, whatever is on the PATH', async () => {
    await expect(findJava({ PATH: process.env.PATH, JAVA_HOME: '/nowhere' })).rejects.toMatchObject({
      code: 'LP_STACK_JAVA_MISSING',
      message: 'JAVA_HOME is /nowhere, and there is no bin/java that can be run in it.',
    });
  });
});

function refusalOf(act: () => unknown): LongplayError {
  try {
    act();
  } catch (error) {
    if (error instanceof LongplayError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}
