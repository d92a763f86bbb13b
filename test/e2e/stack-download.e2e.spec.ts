import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Driver,
  orphans,
  processesOf,
  removeHome,
  STOPPED_MS,
  startDriver,
  stop,
  temporaryHome,
  up,
} from './stack-world.ts';

let home: string;
let downloads: string;
let drivers: Driver[];

beforeEach(() => {
  home = temporaryHome();
  downloads = join(home, 'downloads');
  drivers = [];
});
afterEach(() => removeHome(home, drivers));

const kafkaOnly = { kafka: true, registry: false, postgres: false };

function start(data: string): Driver {
  const driver = startDriver(home, { data, downloads, start: kafkaOnly });
  drivers.push(driver);
  return driver;
}

/** Real downloads by Maven, into a folder of their own; what Maven keeps in its local repository it need not fetch. */
describe.runIf(process.platform === 'linux')('the downloads', () => {
  it('given kill -9 meanwhile, leave no process; the next start fetches them, and another one waits for it', async () => {
    const killed = start('data');
    const maven = () => processesOf(home).some(({ command }) => command.includes('org.codehaus.plexus.classworlds'));
    while (!maven()) await new Promise(wake => setTimeout(wake, 5));
    killed.process.kill('SIGKILL');
    expect(await orphans(15_000, home)).toEqual([]);
    expect(readdirSync(downloads).filter(name => /^servers-\w+$/.test(name))).toEqual([]);

    const first = start('data');
    await first.until('Maven', ({ part, text }) => part === 'download' && text?.startsWith('Kafka') === true);
    const second = start('other');
    const text = `waiting for process ${first.pid}, which is fetching the servers`;
    await second.until('it waited', event => event.text === text);
    await Promise.all([up(first), up(second)]);
    await Promise.all([stop(first), stop(second)]);
    expect(await orphans(STOPPED_MS, home)).toEqual([]);
    expect(readdirSync(downloads).filter(name => name.endsWith('.part'))).toEqual([]);
  });
});
