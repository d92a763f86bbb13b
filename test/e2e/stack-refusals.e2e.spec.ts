import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findOnPath } from '../../runtime/stack/java.ts';
import {
  type Driver,
  type DriverOptions,
  type Event,
  orphans,
  refusal,
  removeHome,
  STOPPED_MS,
  startDriver,
  stop,
  temporaryHome,
  up,
} from './stack-world.ts';

let home: string;
let drivers: Driver[];
let undo: (() => void)[];

beforeEach(() => {
  home = temporaryHome();
  drivers = [];
  undo = [];
});
afterEach(async () => {
  for (const step of undo.reverse()) step();
  await removeHome(home, drivers);
});

const only = (part: 'kafka' | 'postgres'): DriverOptions => ({
  start: { kafka: part === 'kafka', registry: false, postgres: part === 'postgres' },
});

/** Each refusal is one sentence and a remedy, exit code 2, nothing on stderr and nothing left running. */
async function refused(options: DriverOptions = {}, env: Record<string, string> = {}): Promise<Event> {
  const driver = startDriver(home, options, env);
  drivers.push(driver);
  const event = await refusal(driver);
  expect(await driver.ended).toBe(2);
  expect(driver.complaints()).toBe('');
  expect(await orphans(STOPPED_MS, home)).toEqual([]);
  expect(event.message).not.toContain('\n');
  expect(event.remedy?.length).toBeGreaterThan(20);
  return event;
}

describe.runIf(process.platform === 'linux')('the local stack refuses', () => {
  it('a taken port, and names the port and its setting', async () => {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    undo.push(() => server.close());
    const { port } = server.address() as { port: number };
    expect(await refused({ ports: { kafka: 0, registry: 0, postgres: port } })).toMatchObject({
      code: 'LP_STACK_PORT_TAKEN',
      message: `Port ${port} on 127.0.0.1, meant for Postgres, is taken by another program.`,
      remedy: expect.stringContaining('LONGPLAY_POSTGRES_PORT'),
    });
  });

  it('a Java that is too old, and stops what had begun meanwhile', async () => {
    const bin = join(home, 'bin');
    mkdirSync(bin);
    const java = join(bin, 'java');
    const says = 'echo "    java.specification.version = 11" >&2; echo "openjdk version 11.0.20" >&2';
    writeFileSync(java, `#!/bin/sh\n${says}\n`, { mode: 0o755 });
    const env = { PATH: [bin, process.env.PATH].join(delimiter), JAVA_HOME: '' };
    expect(await refused({}, env)).toMatchObject({
      code: 'LP_STACK_JAVA_TOO_OLD',
      message: `Kafka and the registry need Java 17 or later, and ${java} is Java 11.`,
    });
  });

  it('a machine without Java', async () => {
    expect(await refused({}, { PATH: join(home, 'nothing'), JAVA_HOME: '' })).toMatchObject({
      code: 'LP_STACK_JAVA_MISSING',
      remedy: expect.stringContaining('Install Java 17'),
    });
  });

  it('a first start without Maven', async () => {
    const bin = join(home, 'bin');
    mkdirSync(bin);
    symlinkSync(findOnPath('java', process.env) ?? '', join(bin, 'java'));
    const options = { ...only('kafka'), downloads: join(home, 'downloads') };
    expect(await refused(options, { PATH: bin, JAVA_HOME: '' })).toMatchObject({
      code: 'LP_STACK_MAVEN_MISSING',
      remedy: expect.stringContaining('Install Maven'),
    });
  });

  it('a first start without a network, with what Maven said in a file', async () => {
    const user = join(home, 'user');
    mkdirSync(join(user, '.m2'), { recursive: true });
    const mirror = '<mirror><id>closed</id><mirrorOf>*</mirrorOf><url>https://127.0.0.1:9/</url></mirror>';
    writeFileSync(join(user, '.m2', 'settings.xml'), `<settings><mirrors>${mirror}</mirrors></settings>`);
    const options = { ...only('kafka'), downloads: join(home, 'downloads') };
    const event = await refused(options, { MAVEN_OPTS: `-Duser.home=${user}` });
    const log = join(home, 'logs', 'download.log');
    expect(event).toMatchObject({
      code: 'LP_STACK_DOWNLOAD_FAILED',
      message: expect.stringMatching(/^Maven could not fetch Kafka and the registry: .*127\.0\.0\.1:9/),
      remedy: expect.stringContaining(log),
    });
    expect(readFileSync(log, 'utf8')).toContain('BUILD FAILURE');
  });

  it('data of another layout, until it is told to start over', async () => {
    mkdirSync(join(home, 'data'));
    const found = { layout: 0, kafka: '4.3.1', registry: '3.0.9', postgres: '18' };
    writeFileSync(join(home, 'data', 'stack.json'), JSON.stringify(found));
    expect(await refused(only('postgres'))).toMatchObject({
      code: 'LP_STACK_DATA_VERSION',
      message: expect.stringContaining('was made by an older Longplay'),
      remedy: expect.stringContaining('--fresh'),
    });
    const fresh = startDriver(home, { ...only('postgres'), fresh: true });
    drivers.push(fresh);
    await up(fresh);
    expect(await stop(fresh)).toBe(0);
  });

  it('a folder with things of others, also when told to start over', async () => {
    mkdirSync(join(home, 'data'));
    const thesis = join(home, 'data', 'thesis.txt');
    writeFileSync(thesis, 'years of work');
    expect(await refused({ ...only('postgres'), fresh: true })).toMatchObject({ code: 'LP_STACK_DATA_FOREIGN' });
    expect(existsSync(thesis)).toBe(true);
  });

  it('a home that is no folder', async () => {
    const file = join(home, 'file');
    writeFileSync(file, '');
    const driver = startDriver(file, only('postgres'));
    drivers.push(driver);
    expect(await refusal(driver)).toMatchObject({
      code: 'LP_STACK_HOME_UNUSABLE',
      message: expect.stringContaining(file),
    });
  });

  it('a disk that is too full, before anything is written', async ({ skip }) => {
    if (!mountDisk('size=60m')) skip('mounting a small disk takes the right to mount');
    expect(await refused()).toMatchObject({
      code: 'LP_STACK_DISK_FULL',
      message: expect.stringMatching(/\d+ MB are free there, and Kafka and Postgres need 250 MB/),
    });
    expect(existsSync(join(home, 'data'))).toBe(false);
  });

  it('a disk that fills up while it starts', async ({ skip }) => {
    // Bytes enough for the check, but too few files for initdb.
    if (!mountDisk('size=400m,nr_inodes=100')) skip('mounting a small disk takes the right to mount');
    expect(await refused(only('postgres'))).toMatchObject({
      code: 'LP_STACK_DISK_FULL',
      message: expect.stringContaining('No space left on device'),
    });
  });

  it('all but one of many that start at once', async () => {
    const starts = Array.from({ length: 6 }, () => startDriver(home, only('postgres')));
    drivers.push(...starts);
    const outcomes = await Promise.all(
      starts.map(driver => driver.until('an outcome', ({ event }) => event === 'up' || event === 'refused')),
    );
    expect(outcomes.filter(({ event }) => event === 'up')).toHaveLength(1);
    expect(outcomes.filter(({ code }) => code === 'LP_STACK_LOCKED')).toHaveLength(5);
    const winner = starts[outcomes.findIndex(({ event }) => event === 'up')] as Driver;
    expect(await stop(winner)).toBe(0);
    expect(await orphans(STOPPED_MS, home)).toEqual([]);
  });
});

/** A small disk of its own as the home; false where this machine does not allow it. */
function mountDisk(options: string): boolean {
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', `${options},mode=755`, 'tmpfs', home], { stdio: 'ignore' });
  } catch {
    return false;
  }
  undo.push(() => execFileSync('/bin/umount', [home]));
  return true;
}
