import { readdirSync, readFileSync } from 'node:fs';

/** Seconds of CPU that this process, another one and all their descendants have used. Linux only. */
export type CpuUse = Readonly<Record<'longplay' | 'kafka' | 'postgres' | 'registry' | 'load', number>>;

const TICKS_PER_SECOND = 100;

type Process = { readonly pid: number; readonly parent: number; readonly seconds: number; readonly command: string };

/**
 * Used so far, by part, of the processes of Longplay, the first of which has the servers below it. Of Postgres, whose
 * workers come and go, what ended workers had used counts as well.
 */
export function cpuUse(programs: readonly number[]): CpuUse {
  const all = processes();
  const below = (pid: number): Process[] =>
    all.filter(one => one.parent === pid).flatMap(one => [one, ...below(one.pid)]);
  const servers = below(programs[0] as number);
  const of = (word: string) =>
    servers.filter(one => one.command.includes(word)).reduce((sum, one) => sum + one.seconds, 0);
  const { user, system } = process.cpuUsage();
  return {
    longplay: all.filter(one => programs.includes(one.pid)).reduce((sum, one) => sum + one.seconds, 0),
    kafka: of('kafka.Kafka'),
    postgres: of('postgres'),
    registry: of('apicurio') + of('quarkus'),
    load: (user + system) / 1e6,
  };
}

export const difference = (after: CpuUse, before: CpuUse): CpuUse =>
  Object.fromEntries(
    Object.entries(after).map(([name, seconds]) => [name, seconds - before[name as keyof CpuUse]]),
  ) as unknown as CpuUse;

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
