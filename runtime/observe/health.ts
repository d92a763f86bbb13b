import { within } from './within.ts';

/** Asks one server something that only a working one can answer. Rejects with what is wrong. */
export type Probe = { readonly name: string; readonly ask: () => Promise<void> };

export type ServerHealth =
  /** `ms`: how long the answer took. */
  { readonly status: 'up'; readonly ms: number } | { readonly status: 'down'; readonly reason: string };

export type HealthReport = {
  readonly ready: boolean;
  readonly servers: Readonly<Record<string, ServerHealth>>;
  /** What a person has to see to, though this process does its work. Left out: nothing. */
  readonly degraded?: readonly string[];
};

/** Tells what is not well in a part of this process, a sentence each. */
export type Complainer = { readonly name: string; readonly ask: () => readonly string[] };

export type HealthOptions = {
  readonly probes: readonly Probe[];
  /** How long a server may take to answer, ms. */
  readonly timeout: number;
  /** What else is known about a server that is down, e.g. that its process ended. */
  readonly known?: (name: string) => string | undefined;
};

export type Health = { check(): Promise<HealthReport> };

export type GrowingHealth = Health & {
  /** From now on this is asked too: parts of this process, as they come up. */
  watch(probe: Probe): void;
  /** From now on this tells what is not well. */
  listen(complainer: Complainer): void;
};

/**
 * Real questions to real servers. At most one question per server is open at a time: a server that hangs is not
 * asked again and again, and a hundred callers at once cost one question.
 */
export function createHealth({ probes: first, timeout, known }: HealthOptions): GrowingHealth {
  const probes = [...first];
  const complainers: Complainer[] = [];
  const open = new Map<string, Promise<void>>();
  /** A client that goes on trying answers too late to be heard; what it said then explains the next silence. */
  const lastWords = new Map<string, string>();

  function ask({ name, ask }: Probe): Promise<void> {
    const asked =
      open.get(name) ??
      ask()
        .then(
          () => void lastWords.delete(name),
          error => {
            lastWords.set(name, reasonOf(error));
            throw error;
          },
        )
        .finally(() => open.delete(name));
    open.set(name, asked);
    return asked;
  }

  async function check(probe: Probe): Promise<ServerHealth> {
    const started = performance.now();
    try {
      await within(ask(probe), timeout);
      return { status: 'up', ms: Math.round(performance.now() - started) };
    } catch (error) {
      const reason = reasonOf(error);
      const more = [lastWords.get(probe.name), known?.(probe.name)].filter(
        text => text !== undefined && text !== reason,
      );
      return { status: 'down', reason: more.length === 0 ? reason : `${reason} (${more.join('; ')})` };
    }
  }

  return {
    watch: probe => void probes.push(probe),
    listen: complainer => void complainers.push(complainer),
    check: async () => {
      const found = await Promise.all(probes.map(async probe => [probe.name, await check(probe)] as const));
      const degraded = complainers.flatMap(complainer => complainer.ask());
      return {
        ready: found.every(([, { status }]) => status === 'up'),
        servers: Object.fromEntries(found),
        ...(degraded.length > 0 && { degraded }),
      };
    },
  };
}

/** Clients wrap the reason (fetch: "fetch failed") or leave it empty (several addresses refused): go to the origin. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TypeError' && error.cause !== undefined) return reasonOf(error.cause);
  return error.message || error.name;
}
