import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendLog, beginLog, lastMeaningfulLine, tailOf, trimLogs } from './logs.ts';

describe('lastMeaningfulLine', () => {
  it('given a Java stack trace, names its last root cause and no frame', () => {
    const text = `2026-01-01 10:00:00 INFO  Server starting
2026-01-01 10:00:01 ERROR Server Fatal error during startup
java.lang.RuntimeException: could not start
\tat a.b.C.run(C.java:1)
Caused by: java.net.BindException: Address already in use
\tat a.b.D.bind(D.java:2)
\t... 12 more
2026-01-01 10:00:02 INFO  Server shutting down
`;
    expect(lastMeaningfulLine(text)).toBe('java.net.BindException: Address already in use');
  });

  it('given a complaint with lesser lines after it, names the complaint', () => {
    const text =
      'LOG:  starting\nFATAL:  data directory has wrong ownership\nHINT:  The server must be started by its owner.\n';
    expect(lastMeaningfulLine(text)).toBe('FATAL:  data directory has wrong ownership');
  });

  it('given an option that Java refuses, names it', () => {
    const text = `Unrecognized VM option 'Nonsense'
Error: Could not create the Java Virtual Machine.
Error: A fatal exception has occurred. Program will exit.
`;
    expect(lastMeaningfulLine(text)).toBe("Unrecognized VM option 'Nonsense'");
  });

  it('given no complaint, names the last line; given nothing, says so', () => {
    expect(lastMeaningfulLine('one\ntwo\n\n')).toBe('two');
    expect(lastMeaningfulLine('')).toBe('(it said nothing)');
  });
});

describe('log files', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'longplay-logs-'));
    file = join(folder, 'logs', 'kafka.log');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('given a log of an earlier run, begins a new one and keeps that as .1', () => {
    writeSync(beginLog(file), 'earlier\n');
    writeSync(beginLog(file), 'now\n');
    expect(readFileSync(file, 'utf8')).toBe('now\n');
    expect(readFileSync(`${file}.1`, 'utf8')).toBe('earlier\n');
  });

  it('given a log over 20 MB, cuts it under a server that goes on writing, and leaves a small one alone', () => {
    const small = join(folder, 'small.log');
    writeFileSync(small, 'small');
    const output = beginLog(file);
    writeFileSync(appendLog(file), Buffer.alloc(20 * 1024 * 1024 + 1, 'x'));
    trimLogs([file, small, join(folder, 'missing.log')]);
    writeSync(output, 'after\n');
    expect(readFileSync(file, 'utf8')).toBe('after\n');
    expect(statSync(`${file}.1`).size).toBe(20 * 1024 * 1024 + 1);
    expect(readFileSync(small, 'utf8')).toBe('small');
  });

  it('given a long log, reads its end only', () => {
    writeSync(beginLog(file), `${'x'.repeat(100)}end`);
    expect(tailOf(file, 5)).toBe('xxend');
    expect(tailOf(file)).toHaveLength(103);
  });
});
