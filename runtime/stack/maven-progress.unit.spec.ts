import { describe, expect, it } from 'vitest';
import { mavenError, mavenProgress, progressText } from './maven-progress.ts';

const central = 'https://repo.maven.apache.org/maven2';
const line = (text: string) => `${text}\n`;

describe('mavenProgress', () => {
  it('given files that arrive, counts them and their bytes', () => {
    const read = mavenProgress();
    read(line(`Downloading from central: ${central}/a/b/b-1.pom`));
    read(line(`Downloaded from central: ${central}/a/b/b-1.pom (23 kB at 55 kB/s)`));
    const state = read(line(`[INFO] Downloaded from central: ${central}/a/c/c-1.jar (1.6 MB at 5.0 MB/s)`));
    expect(state).toMatchObject({ files: 2, bytes: 1_623_000, current: null });
    expect(progressText(state)).toBe('2 files, 1.6 MB');
  });

  it('given a large file under way, names it with what has come of it; output may be cut anywhere', () => {
    const read = mavenProgress();
    read(line(`Downloading from central: ${central}/io/app/3.0.9/app-3.0.9-all.tar.gz`));
    read('Progress (1): 12/109 MB\rProgress (1): 48/1');
    const state = read('09 MB\r');
    expect(state.current).toEqual({ name: 'app-3.0.9-all.tar.gz', done: 48e6, total: 109e6 });
    expect(progressText(state)).toBe('0 files, 0.0 MB; app-3.0.9-all.tar.gz 48 of 109 MB');
  });

  it('given several files at once, reads the first; a small one is not worth a word', () => {
    const read = mavenProgress();
    read(line(`Downloading from central: ${central}/a/b/b-1.jar`));
    const state = read('Progress (2): 4.1/23 kB | 1.2/1.6 MB\r');
    expect(state.current).toMatchObject({ done: 4_100, total: 23_000 });
    expect(progressText(state)).toBe('0 files, 0.0 MB');
  });

  it('given nothing to fetch, says that it is looking, then that it unpacks', () => {
    const read = mavenProgress();
    expect(progressText(read(line('[INFO] Scanning for projects...')))).toBe('looking at what is here already');
    expect(progressText(read(line('[INFO] Expanding: /m2/app.tar.gz into /home/registry')))).toBe('unpacking');
  });
});

describe('mavenError', () => {
  it('given the output of a failed run, finds its first complaint without the pointers to help', () => {
    const output =
      '[INFO] BUILD FAILURE\n[ERROR] \n[ERROR] Could not transfer artifact x from central: Connection refused -> [Help 1]\n[ERROR] \n[ERROR] Re-run Maven\n';
    expect(mavenError(output)).toBe('Could not transfer artifact x from central: Connection refused');
    expect(mavenError('nothing of the kind')).toBe('');
  });
});
