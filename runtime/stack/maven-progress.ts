/** What Maven has fetched so far, read from what it prints without `--batch-mode` (with it, a large file is silence). */
export type MavenProgress = {
  readonly files: number;
  readonly bytes: number;
  /** The file under way, once Maven has said how large it is. */
  readonly current: { readonly name: string; readonly done: number; readonly total: number } | null;
  /** All is fetched; the registry's archive is being unpacked. */
  readonly unpacking: boolean;
};

const units: Record<string, number> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };
const downloading = /Downloading from \S+: \S*\/(\S+)/;
const downloaded = /Downloaded from \S+: \S+ \(([\d.]+) ([kMG]?B)/;
const unpacking = /^\[INFO\] (Expanding|Unpacking)/;
const underWay = /Progress \(\d+\): .*?([\d.]+)\/([\d.]+) ([kMG]?B)/;

/** Feed it Maven's output as it comes; it answers with the state after each line that changes it. */
export function mavenProgress(): (text: string) => MavenProgress {
  let state: MavenProgress = { files: 0, bytes: 0, current: null, unpacking: false };
  let name = '';
  let rest = '';
  return text => {
    // Progress lines overwrite each other: they end with a carriage return.
    const lines = (rest + text).split(/[\r\n]/);
    rest = lines.pop() ?? '';
    for (const line of lines) state = after(line, state);
    return state;
  };

  function after(line: string, before: MavenProgress): MavenProgress {
    const begun = downloading.exec(line);
    if (begun) name = begun[1] as string;
    const ended = downloaded.exec(line);
    if (ended) {
      const bytes = before.bytes + bytesOf(ended[1], ended[2]);
      return { files: before.files + 1, bytes, current: null, unpacking: false };
    }
    if (unpacking.test(line)) return { ...before, unpacking: true };
    const moved = underWay.exec(line);
    if (!moved) return before;
    return { ...before, current: { name, done: bytesOf(moved[1], moved[3]), total: bytesOf(moved[2], moved[3]) } };
  }
}

const bytesOf = (count = '0', unit = 'B') => Math.round(Number(count) * (units[unit] ?? 1));

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0);

export function progressText({ files, bytes, current, unpacking: unpacks }: MavenProgress): string {
  if (unpacks) return 'unpacking';
  if (files === 0 && current === null) return 'looking at what is here already';
  const sum = `${files} files, ${megabytes(bytes)} MB`;
  if (current === null || current.total < 1e6) return sum;
  return `${sum}; ${current.name} ${megabytes(current.done)} of ${megabytes(current.total)} MB`;
}

/** The first thing that Maven complains of, without its prefixes and pointers to its own help. */
export function mavenError(output: string): string {
  const line = output.split(/[\r\n]/).find(each => /^\[ERROR\] \S/.test(each));
  return (line ?? '')
    .replace(/^\[ERROR\] /, '')
    .replace(/ -> \[Help \d+\].*$/, '')
    .slice(0, 400);
}
