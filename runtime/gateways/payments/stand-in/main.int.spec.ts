import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pending, unbroken } from '../../testing/effects.ts';
import { createPaymentGateway } from '../gateway.ts';
import { ledgerFolder } from '../testing/stand-in.ts';
import { paymentState } from '../testing/states.ts';

const main = new URL('./main.ts', import.meta.url);

function start(...args: string[]): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [main.pathname, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const take = (chunk: Buffer) => {
    output += String(chunk);
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, output: () => output };
}

async function started(...args: string[]) {
  const { child, output } = start(...args);
  await expect.poll(output, { timeout: 20_000 }).toContain('listens on');
  return { child, url: /http:\S+(?=,)/.exec(output())?.[0] as string };
}

const summaryAt = async (url: string) => (await fetch(`${url}/ledger/summary`)).json();

describe('given the stand-in as a process of its own', () => {
  it('when it is killed after the effect and before the answer, then the effect stands, and a repeat finds it', async () => {
    const data = await ledgerFolder();
    const first = await started('--data', data, '--port', '0', '--knobs', '{"latencyAfter":60000}');
    const { url } = first;
    const gateway = createPaymentGateway({ url, keyLifetime: 86_400_000, timeout: 30_000, tries: 1 });
    onTestFinished(() => gateway.close());
    const authorise = pending({ since: Date.now() });
    const lost = gateway.runners.authorise(authorise, paymentState(), unbroken());
    await expect.poll(() => summaryAt(url), { timeout: 20_000 }).toMatchObject({ operations: 1 });
    first.child.kill('SIGKILL');
    expect(await lost).toEqual({ status: 'failed', code: 'provider-unreachable' });

    await started('--data', data, '--port', new URL(url).port);
    const answer = await gateway.runners.authorise(authorise, paymentState(), unbroken());
    expect(answer).toMatchObject({ status: 'done', reference: 'authorisation-1' });
    expect(await summaryAt(url)).toMatchObject({ operations: 1, totals: { EUR: { authorised: 1_999 } }, doubled: [] });
  });

  it('when it is asked to stop, then it does, and says that all went well', async () => {
    const { child } = await started('--data', await ledgerFolder(), '--port', '0');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it.each([
    [[], '--data is missing.'],
    [['--data', '/nowhere', '--port', 'abc'], '--port is abc'],
    [['--data', '/nowhere', '--knobs', '{'], '--knobs is no JSON'],
    [['--dta', 'x'], "Unknown option '--dta'"],
  ])('when its arguments are %j, then it says what is wrong, and what to do', async (args, message) => {
    const { child, output } = start(...args);
    expect(await once(child, 'close')).toEqual([2, null]);
    expect(output()).toContain(`LP_STANDIN_USAGE: ${message}`);
    expect(output()).toContain('--help');
  });
});
