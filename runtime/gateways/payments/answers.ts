import { z } from 'zod';
import type { HttpAnswer } from '../http.ts';
import { invalidAnswer, isCode } from '../http-answers.ts';
import type { LookUpAnswer, ProviderAnswer } from '../provider.ts';
import type { PaymentCall } from './calls.ts';

/** The provider's word for each operation. */
export const kinds = {
  authorise: 'authorisation',
  capture: 'capture',
  void: 'void',
  refund: 'refund',
} as const satisfies Record<PaymentCall['operation'], string>;

const text = z.string().min(1).max(255);

/** Fields that we don't know are ignored, so that the provider may add some. */
const operationSchema = z.object({
  id: text,
  kind: z.enum(Object.values(kinds)),
  reference: text,
  orderId: text,
  amount: z.int().nonnegative(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  status: z.enum(['succeeded', 'declined']),
  code: z.string().refine(isCode).nullish(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullish(),
});

const foundSchema = z.object({ operations: z.array(z.unknown()).max(100) });

type Operation = z.infer<typeof operationSchema>;

/** The provider's answer to a call: checked against a schema, and against what was asked. */
export function operationIn(answer: HttpAnswer, body: unknown, call: PaymentCall, reference: string): Operation {
  const checked = operationSchema.safeParse(body);
  if (!checked.success) throw invalidAnswer(answer, `no operation (wrong: ${pathsOf(checked.error)})`);
  const operation = checked.data;
  const asked: Partial<Operation> = {
    kind: kinds[call.operation],
    reference,
    orderId: call.orderId,
    ...(call.operation !== 'void' && call.money),
  };
  const other = Object.entries(asked).find(([name, value]) => operation[name as keyof Operation] !== value);
  if (other !== undefined) throw invalidAnswer(answer, `an operation of another ${other[0]} than was asked for`);
  return operation;
}

/** `detail` holds what the payment's fact keeps: times as milliseconds since the epoch, amounts in minor units. */
export function answerOf(answer: HttpAnswer, operation: Operation): ProviderAnswer {
  const { id, status, code, amount, currency, createdAt, expiresAt } = operation;
  if (status === 'declined') {
    if (code === null || code === undefined) throw invalidAnswer(answer, 'a declined operation without a code');
    return { status: 'refused', code };
  }
  const detail = {
    amount: String(amount),
    currency,
    at: String(Date.parse(createdAt)),
    ...(expiresAt !== null && expiresAt !== undefined && { expiresAt: String(Date.parse(expiresAt)) }),
  };
  return { status: 'done', reference: id, detail };
}

/** What stands under our reference. A success counts before a decline, and the oldest success before all others. */
export function foundIn(answer: HttpAnswer, call: PaymentCall, reference: string): LookUpAnswer {
  const checked = foundSchema.safeParse(answer.body);
  if (!checked.success) throw invalidAnswer(answer, `no list of operations (wrong: ${pathsOf(checked.error)})`);
  const operations = checked.data.operations.map(one => operationIn(answer, one, call, reference));
  const succeeded = operations
    .filter(({ status }) => status === 'succeeded')
    .sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  const counting = succeeded[0] ?? operations[0];
  if (counting === undefined) return { status: 'absent' };
  return { status: 'found', answer: answerOf(answer, counting), others: Math.max(0, succeeded.length - 1) };
}

/** Names of fields only: values may be personal, or anything. */
function pathsOf(error: z.ZodError): string {
  return [...new Set(error.issues.map(({ path }) => path.join('.') || 'the body'))].join(', ');
}
