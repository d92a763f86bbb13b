import { readdirSync, readFileSync } from 'node:fs';

/** Seconds of CPU that each part has used. Linux only. */
export type CpuUse = Readonly<Record<'longplay' | 'kafka' | 'postgres' | 'registry' | 'mail' | 'load', number>>;

const TICKS_PER_SECOND = 100;

type Process = { readonly pid: number; readonly parent: number; readonly seconds: number; readonly command: string };

export type Pids = {
  readonly longplay: readonly number[];
  /** The process that has started the servers. */
  readonly servers: number;
  readonly mail: number;
};

/** Used so far. Of Postgres, whose workers come and go, what ended workers had used counts as well. */
export function cpuUse(pids: Pids): CpuUse {
  const all = processes();
  const below = (pid: number): Process[] =>
    all.filter(one => one.parent === pid).flatMap(one => [one, ...below(one.pid)]);
  const servers = below(pids.servers);
  const sum = (list: readonly Process[]): number => list.reduce((seconds, one) => seconds + one.seconds, 0);
  const of = (word: string) => sum(servers.filter(one => one.command.includes(word)));
  const { user, system } = process.cpuUsage();
  return {
    longplay: sum(all.filter(one => pids.longplay.includes(one.pid))),
    kafka: of('kafka.Kafka'),
    postgres: of('postgres'),
    registry: of('apicurio') + of('quarkus'),
    mail: sum(all.filter(one => one.pid === pids.mail)),
    load: (user + system) / 1e6,
  };
}

/** Seconds of CPU that one process has used so far. */
export const secondsOf = (pid: number): number => processes().find(one => one.pid === pid)?.seconds ?? Number.NaN;

export const difference = (after: CpuUse, before: CpuUse): CpuUse =>
  Object.fromEntries(
    Object.entries(after).map(([name, seconds]) => [name, seconds - before[name as keyof CpuUse]]),
  ) as unknown as CpuUse;

/** Resident memory of a process, bytes. */
export function memoryOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1_024;
}

function processes(): Process[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const fields = stat
          .slice(stat.lastIndexOf(')') + 2)
          .split(' ')
          .map(Number);
        // proc(5): fields 14 to 17 are utime, stime, cutime, cstime; the list here begins with field 3.
        const ticks = [11, 12, 13, 14].reduce((sum, field) => sum + (fields[field] as number), 0);
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        return [{ pid: Number(name), parent: fields[1] as number, seconds: ticks / TICKS_PER_SECOND, command }];
      } catch {
        return []; // it has ended meanwhile
      }
    });
}
