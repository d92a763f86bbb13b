import { randomUUID } from 'node:crypto';
import { type Flow, openFlow } from '../../api/flow/flow.ts';
import { watchHalts } from '../../api/flow/halts.ts';
import { LAWS } from '../../api/flow/laws/check.ts';
import { watchStandings } from '../../api/flow/standing.ts';
import { startFlowWatch } from '../../api/flow/watch.ts';
import { openDatabase } from '../../api/routes/database.ts';
import { flowReads } from '../../api/routes/flow-reads.ts';
import { lawReads } from '../../api/routes/law-reads.ts';
import { createWebhook } from '../../runtime/hospital/webhook.ts';
import { type FlowSeen, showFlow } from '../../runtime/observe/metrics-flow.ts';
import { topology } from '../../streams/topology.ts';
import type { Shop } from './program.ts';

/** Shows how orders go on, and looks for overdue steps and broken laws, where projections are kept. */
export function openFlowWatch({ ground, wire, settings, logger: all, resources, metrics }: Shop): void {
  const { prefix } = settings;
  const { log } = ground;
  const logger = all.child({ part: 'flow' });
  const database = openDatabase(ground.openPool(`${prefix} flow`), prefix);
  const reads = flowReads(database, prefix);
  const laws = lawReads(database);
  const halts = watchHalts(
    { log, wire, prefix },
    topology.map(({ processor }) => processor),
  );
  const standings = watchStandings({ log, prefix, topology, halts, now: Date.now });
  const flow = openFlow({ reads, laws, standings, now: Date.now });
  const url = settings.hospital.webhook;
  const webhook = url === null ? null : createWebhook({ url, logger });
  if (webhook !== null) resources.add('the webhook of the flow', () => webhook.close());
  const watch = startFlowWatch({
    flow,
    reads: laws,
    blocking: reads.blocking,
    admin: log.admin,
    log,
    prefix,
    topology,
    logger,
    holder: randomUUID(),
    ...(webhook !== null && { alarm: webhook.tell }),
  });
  resources.add('the watch over the flow', () => watch.stop());
  showFlow(metrics, () => flowSeen(flow));
}

/** What the metrics show of it. */
export async function flowSeen(
  flow: Pick<Flow, 'states' | 'counts' | 'reasons' | 'steps' | 'laws'>,
): Promise<FlowSeen> {
  const [states, { steps: overdue }, reasons, steps, seen] = await Promise.all([
    flow.states(),
    flow.counts(),
    // Why orders are stuck asks the most; without it the others are still shown.
    flow.reasons().catch(() => ({})),
    flow.steps(),
    flow.laws(),
  ]);
  const raised = (kind: string): number => seen?.raised.filter(about => about.startsWith(`${kind} `)).length ?? 0;
  return {
    states: states.map(({ state, orders, oldest, end }) => ({ state, count: orders, oldest: end ? null : oldest })),
    overdue: overdue.map(({ step, owedBy, orders }) => ({ step, owedBy, count: orders })),
    reasons,
    steps,
    watch: seen && {
      lookedAt: seen.lookedAt,
      roundAt: seen.last?.finishedAt ?? null,
      // Where nothing could be proved yet, for as long as somebody tries.
      provedUpTo: seen.proof?.upTo ?? seen.proof?.since ?? null,
      checked: seen.last === null ? {} : { orders: seen.last.orders, skus: seen.last.skus },
      broken: Object.fromEntries(LAWS.map(law => [law, seen.broken[law] ?? 0])),
      raised: { stuck: raised('stuck'), laws: raised('law') },
    },
  };
}
