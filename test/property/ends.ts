import { ERASED } from './plan.ts';
import { mayBeFlagged } from './rules.ts';
import type { OrderPlan, Scenario } from './scenario.ts';

/** The ends that an order of this plan may come to (DESIGN §2, rule 7): one, where nothing competes. */
export function endsOf(scenario: Scenario, plan: OrderPlan): Set<string> {
  const { skus, orders, time, changes, earned, late, rude } = scenario;
  const wanted = (sku: number, of: readonly OrderPlan[]) =>
    of.flatMap(({ lines }) => lines).reduce((sum, line) => sum + (line.sku === sku ? line.quantity : 0), 0);
  const stocks = plan.lines.map(({ sku }) => ({ sku, stock: skus[sku]?.stock ?? 0 }));
  const never = stocks.some(({ sku, stock }) => wanted(sku, [plan]) > stock);
  const scarce = stocks.some(({ sku, stock }) => wanted(sku, orders) > stock);
  const price = plan.lines.reduce((sum, { sku, quantity }) => sum + quantity * (skus[sku]?.price ?? 0), 0);
  const declined = plan.decline && price > plan.points;
  const asked = orders.reduce((sum, { customer, points }) => sum + (customer === plan.customer ? points : 0), 0);
  const refused = plan.points > 0 && (late || asked > (earned[plan.customer] ?? 0));
  const ends = new Set<string>();
  // Counting may find goods that nobody received.
  if ((!declined || changes) && (!never || changes) && !plan.unreadableAddress) {
    if (plan.deliveryFails) ends.add('RETURNED');
    else if (plan.sendBack === 0) ends.add('DELIVERED');
    else if (plan.lines.every(({ quantity }) => quantity <= plan.sendBack)) {
      ends.add('RETURNED');
      if (plan.keeps || time) ends.add('DELIVERED');
    } else ends.add('DELIVERED');
  }
  // Stock that comes late, or is set free late, is short for those who ask before.
  if (declined || refused || mayBeFlagged(scenario) || scarce || time || changes || late || rude) ends.add('REJECTED');
  if (plan.cancel !== null || plan.unreadableAddress || mayBeErased(scenario, plan)) ends.add('CANCELLED');
  return ends;
}

/** Who asks to be erased, while his orders may be on their way. */
const mayBeErased = ({ changes }: Scenario, { customer }: OrderPlan): boolean => changes && customer === ERASED;

/** The reasons for which an order of this plan may be turned down. */
export function reasonsOf(scenario: Scenario, plan: OrderPlan): Set<string> {
  const { time, changes, late } = scenario;
  return new Set([
    ...(plan.decline || mayBeFlagged(scenario) ? ['declined'] : []),
    ...(plan.points > 0 ? ['insufficient-points'] : []),
    ...(plan.points > 0 && time ? ['points-timeout'] : []),
    ...(time ? ['payment-timeout', 'payment-failed', 'stock-timeout'] : []),
    ...(changes ? ['price-changed', 'product-withdrawn', 'customer-not-active'] : []),
    ...(late && time ? ['unknown-sku', 'unknown-customer'] : []),
    ...(plan.unreadableAddress || mayBeErased(scenario, plan) ? ['address-unreadable'] : []),
    ...(plan.points > 0 && mayBeErased(scenario, plan) ? ['account-closed'] : []),
    'insufficient-stock',
  ]);
}
