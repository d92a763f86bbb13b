import { defineProcessor } from '../../runtime/tasks/definition.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import { decide } from './decide.ts';
import { type PaymentInputs, type PaymentTables, steps } from './model.ts';
import { again, failures } from './refused.ts';

export const payments = defineProcessor<Payment, PaymentInputs, PaymentTables>({
  name: 'payments',
  entity: 'payment',
  owns: 'payments',
  reads: ['orders', 'shipments'],
  tables: ['fraud-flags'],
  asks: [],
  effects: steps,
  historyBound: 64,
  decide,
  failures,
  again,
});
