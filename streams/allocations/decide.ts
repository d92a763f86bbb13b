import type { Decision, Input } from '../../runtime/tasks/definition.ts';
import { reminded } from '../../runtime/tasks/patience.ts';
import type { Allocation } from '../../schemas/types/allocations.ts';
import { known } from '../known.ts';
import { patience } from '../patience.ts';
import { advanced } from './advance.ts';
import type { AllocationContext, AllocationInputs } from './model.ts';
import { orderNews, shipmentNews } from './neighbours.ts';
import { answered } from './reply.ts';

export function decide(
  allocation: Allocation | null,
  input: Input<AllocationInputs>,
  context: AllocationContext,
): Decision<Allocation> {
  if (allocation !== null) known(allocation.status, 'status of the allocation');
  switch (input.from) {
    case 'orders': {
      const news = orderNews(allocation, input.value);
      return news === null ? {} : advanced(allocation, news, context);
    }
    case 'shipments': {
      const news = allocation && shipmentNews(allocation, input.value);
      return news === null ? {} : advanced(allocation, news, context);
    }
    case 'stock-replies':
      return allocation === null ? {} : answered(allocation, input.value, context);
    case 'deadline':
      // Stock answers every request, sooner or later: nothing is asked twice, and nothing undone that may still be done.
      return allocation === null ? {} : reminded(allocation, input, patience.stock, context.now);
    case 'effect':
      return {};
  }
}
