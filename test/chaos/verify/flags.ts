import type { FraudFlag } from '../../../schemas/types/fraud-flags.ts';
import type { Payment } from '../../../schemas/types/payments.ts';
import { brokenLaw } from '../../property/law.ts';
import { checkFlagRead } from '../../property/laws-of-customers.ts';
import { readAll, type Source } from '../shop/follow.ts';
import type { ShopPlan } from '../shop/plan.ts';

type Read = Pick<FraudFlag, 'flag' | 'until' | 'rules'>;

export type Flags = {
  /** Customers who were flagged at any time. */
  readonly flagged: ReadonlySet<string>;
  /** What is wrong with the flag that this payment has read, a sentence each. */
  broken(payment: Payment): string[];
};

/** Every version of every flag, since a payment names the one that it has read. */
export async function readFlags(source: Source, shop: ShopPlan): Promise<Flags> {
  const reader = source.wire.reader('fraud-flags');
  const versions = new Map<string, Read>();
  const flagged = new Set<string>();
  const waiting: Buffer[] = [];
  await readAll(source, 'fraud-flags', ({ value }) => {
    if (value !== null) waiting.push(Buffer.from(value));
  });
  await reader.prepare(waiting);
  for (const value of waiting) {
    const { customerId, version, flag, until, rules } = reader.decode(value) as unknown as FraudFlag;
    versions.set(`${customerId} ${version}`, { flag, until, rules });
    if (flag === 'FLAGGED') flagged.add(customerId);
  }
  return {
    flagged,
    broken: payment => {
      const { customerId, fraud, orderId } = payment;
      const read = fraud?.version == null ? null : versions.get(`${customerId} ${fraud.version}`);
      const wrong = brokenLaw(() => checkFlagRead(payment, read));
      const honest = fraud?.flagged === true && !shop.declined.includes(customerId);
      return [
        ...(wrong === null ? [] : [wrong]),
        ...(honest ? [`${orderId}: ${customerId} is taken for a fraud`] : []),
      ];
    },
  };
}
