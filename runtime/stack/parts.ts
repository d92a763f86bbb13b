import { LongplayError } from '../errors.ts';
import { ensureDownloads } from './downloads.ts';
import { findJava } from './java.ts';
import { kafkaServer, kafkaTitle, prepareKafka } from './kafka.ts';
import type { Layout } from './layout.ts';
import { freePort, loopback } from './ports.ts';
import { databaseUrl, ensureDatabase, postgresServer, postgresTitle, preparePostgres } from './postgres.ts';
import { postgresAccount } from './postgres-account.ts';
import { ensureRegistryTopics, registryServer, registryTitle, registryUrl } from './registry.ts';
import { type Server, type ServerDefinition, startServer } from './server.ts';
import type { Part, Stack, StackOptions } from './types.ts';

const titles: Record<Part, string> = { kafka: kafkaTitle, registry: registryTitle, postgres: postgresTitle };

/** Starts the wanted servers side by side. One that fails ends the others; on a rejection none is left running. */
export async function startParts(
  options: StackOptions,
  layout: Layout,
  ports: Readonly<Record<Part, number>>,
  onStopped: () => void,
): Promise<Stack> {
  const { start, onProgress } = options;
  const env = process.env;
  const failure = new AbortController();
  const signal = options.signal === undefined ? failure.signal : AbortSignal.any([failure.signal, options.signal]);
  const servers = new Map<Part, Server>();
  const exits = exitNews(failure);

  const begin = async (definition: ServerDefinition) => {
    servers.set(definition.part, await startServer(definition, { signal, onProgress, onExit: exits.tell }));
  };

  async function startPostgres(): Promise<void> {
    const port = ports.postgres;
    const postgres = { layout, env, port, account: postgresAccount(layout, env) };
    onProgress({ part: 'postgres', text: 'preparing' });
    await preparePostgres(postgres, signal);
    await begin(postgresServer(postgres));
    await ensureDatabase(port);
  }

  async function startJavaServers(): Promise<void> {
    const java = await findJava(env);
    const downloads = await ensureDownloads({ layout, java, env, signal, onProgress });
    const launch = { layout, java, env, downloads };
    const { kafkaConfig: config = {}, kafkaJava: flags = [] } = options;
    const kafka = { ...launch, port: ports.kafka, controllerPort: await freePort(), config, flags };
    const brokers = start.kafka ? [`${loopback}:${ports.kafka}`] : (options.externalKafka ?? []);
    const startKafka = async () => {
      if (!start.kafka) return;
      onProgress({ part: 'kafka', text: 'preparing' });
      await prepareKafka(kafka, signal);
      await begin(kafkaServer(kafka));
    };
    const startRegistry = async (kafkaReady: Promise<void>) => {
      if (!start.registry) return;
      // It waits for its topics by itself, so both can start at once.
      const topicsReady = kafkaReady.then(() => registryTopics(brokers));
      await together(failure, [topicsReady, begin(registryServer({ ...launch, port: ports.registry, brokers }))]);
    };
    const kafkaReady = startKafka();
    await together(failure, [kafkaReady, startRegistry(kafkaReady)]);
  }

  try {
    const wanted = [];
    if (start.postgres) wanted.push(startPostgres());
    if (start.kafka || start.registry) wanted.push(startJavaServers());
    await together(failure, wanted);
    signal.throwIfAborted();
  } catch (error) {
    await stopAll(servers);
    throw options.signal?.aborted ? interrupted(options.signal.reason) : (failure.signal.reason ?? error);
  }
  exits.up();
  let stopped: Promise<void> | null = null;

  return {
    kafkaBrokers: start.kafka ? [`${loopback}:${ports.kafka}`] : null,
    registryUrl: start.registry ? registryUrl(ports.registry) : null,
    databaseUrl: start.postgres ? databaseUrl(ports.postgres) : null,
    parts: [...servers.values()].map(({ part, startedIn }) => {
      return { part, title: titles[part], address: `${loopback}:${ports[part]}`, startedIn };
    }),
    get pids() {
      return Object.fromEntries([...servers.values()].map(({ part, pid }) => [part, pid]));
    },
    onExit: exits.listen,
    async restart(part, how = 'graceful') {
      const server = servers.get(part);
      if (server === undefined) throw new TypeError(`${part} was not started here`);
      await server.restart(how);
    },
    stop() {
      stopped ??= stopAll(servers).then(onStopped);
      return stopped;
    },
  };
}

/** Waits for all, also where one has failed: what the others had begun has then been ended by the signal. */
async function together(failure: AbortController, tasks: readonly Promise<unknown>[]): Promise<void> {
  const watched = tasks.map(task =>
    task.catch(error => {
      failure.abort(error);
      throw error;
    }),
  );
  await Promise.allSettled(watched);
  await Promise.all(watched);
}

async function stopAll(servers: ReadonlyMap<Part, Server>): Promise<void> {
  const stop = async (part: Part) => servers.get(part)?.stop();
  await Promise.all([stop('registry').then(() => stop('kafka')), stop('postgres')]);
}

/** During the start a server's end is a failure of the start; afterwards it is news, kept for those who listen late. */
function exitNews(failure: AbortController) {
  const news: [Part, string][] = [];
  const listeners: ((part: Part, reason: string) => void)[] = [];
  let up = false;
  return {
    tell(part: Part, reason: string) {
      if (!up) failure.abort(new LongplayError('LP_STACK_START_FAILED', `The local stack did not start: ${reason}.`));
      news.push([part, reason]);
      for (const listener of listeners) listener(part, reason);
    },
    listen(listener: (part: Part, reason: string) => void) {
      listeners.push(listener);
      for (const [part, reason] of news) listener(part, reason);
    },
    up() {
      up = true;
    },
  };
}

async function registryTopics(brokers: readonly string[]): Promise<void> {
  const attempts = brokers.map(broker => ensureRegistryTopics(broker));
  await Promise.any(attempts).catch((cause: AggregateError) => {
    const reason = (cause.errors[0] as Error | undefined)?.message ?? 'no broker is given';
    throw new LongplayError(
      'LP_STACK_START_FAILED',
      `The registry could not make its topics on Kafka at ${brokers.join(', ')}: ${reason}.`,
      { cause, remedy: 'Check that Kafka is up, takes plain text connections and lets topics be created.' },
    );
  });
}

function interrupted(cause: unknown): LongplayError {
  return new LongplayError('LP_STACK_INTERRUPTED', 'The start was interrupted; all that had begun was stopped.', {
    cause,
  });
}
