import type { OrderPlan, Scenario } from './scenario.ts';

/** The ends that an order of this plan may come to (DESIGN §2, rule 7): one, where nothing competes. */
export function endsOf(scenario: Scenario, plan: OrderPlan): Set<string> {
  const { skus, orders, time, changes, flagged, late, rude } = scenario;
  const wanted = (sku: number, of: readonly OrderPlan[]) =>
    of.flatMap(({ lines }) => lines).reduce((sum, line) => sum + (line.sku === sku ? line.quantity : 0), 0);
  const stocks = plan.lines.map(({ sku }) => ({ sku, stock: skus[sku]?.stock ?? 0 }));
  const never = stocks.some(({ sku, stock }) => wanted(sku, [plan]) > stock);
  const scarce = stocks.some(({ sku, stock }) => wanted(sku, orders) > stock);
  const free = plan.lines.every(({ sku }) => skus[sku]?.price === 0);
  const declined = (plan.decline && !free) || (flagged && plan.customer === 0);
  const ends = new Set<string>();
  // Counting may find goods that nobody received.
  if ((!declined || (changes && plan.decline)) && (!never || changes) && !plan.unreadableAddress) {
    if (plan.deliveryFails) ends.add('RETURNED');
    else if (plan.sendBack === 0) ends.add('DELIVERED');
    else if (plan.lines.every(({ quantity }) => quantity <= plan.sendBack)) {
      ends.add('RETURNED');
      if (plan.keeps || time) ends.add('DELIVERED');
    } else ends.add('DELIVERED');
  }
  // Stock that comes late, or is set free late, is short for those who ask before.
  if (declined || scarce || time || changes || late || rude) ends.add('REJECTED');
  if (plan.cancel !== null || plan.unreadableAddress) ends.add('CANCELLED');
  return ends;
}

/** The reasons for which an order of this plan may be turned down. */
export function reasonsOf(scenario: Scenario, plan: OrderPlan): Set<string> {
  const { time, changes, late } = scenario;
  return new Set([
    ...(plan.decline || scenario.flagged ? ['declined'] : []),
    ...(time ? ['payment-timeout', 'payment-failed', 'stock-timeout'] : []),
    ...(changes ? ['price-changed', 'product-withdrawn', 'customer-not-active'] : []),
    ...(late && time ? ['unknown-sku', 'unknown-customer'] : []),
    ...(plan.unreadableAddress ? ['address-unreadable'] : []),
    'insufficient-stock',
  ]);
}
