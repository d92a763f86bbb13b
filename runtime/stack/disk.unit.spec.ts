import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diskFull, diskFullLine, freeSpace, megabyte, requireSpace } from './disk.ts';

describe('requireSpace', () => {
  it('given room, lets pass, also for a folder that does not exist yet', () => {
    const folder = join(tmpdir(), 'no', 'such', 'folder');
    expect(freeSpace(folder)).toBeGreaterThan(0);
    requireSpace(folder, 1, 'the servers');
  });

  it('given too little, says how much there is, how much is needed, and what to do', () => {
    const more = 1e6 * 1e9;
    expect(() => requireSpace(tmpdir(), more, 'Kafka and Postgres')).toThrow(
      expect.objectContaining({
        code: 'LP_STACK_DISK_FULL',
        message: expect.stringMatching(
          new RegExp(`\\d+ MB are free there, and Kafka and Postgres need ${Math.floor(more / megabyte)} MB`),
        ),
        remedy: expect.stringContaining('LONGPLAY_HOME'),
      }),
    );
  });
});

describe('diskFullLine', () => {
  it.each([
    'PANIC:  could not write to file "pg_wal/xlogtemp.7": No space left on device',
    'java.io.IOException: No space left on device',
    'ENOSPC: no space left on device, write',
    'mkdir: Disk quota exceeded',
  ])('finds "%s" among other lines', text => {
    expect(diskFullLine(`starting\n  ${text}\nshutting down\n`)).toBe(text);
  });

  it('is not fooled by other failures', () => {
    expect(diskFullLine('FATAL:  could not create shared memory segment: Cannot allocate memory')).toBeNull();
    expect(diskFull('/data', 'initdb said so').message).toBe('The disk of /data is too full: initdb said so.');
  });
});
