import { z } from 'zod';
import type { HttpAnswer } from '../http.ts';
import { invalidAnswer, isCode } from '../http-answers.ts';
import type { LookUpAnswer, ProviderAnswer } from '../provider.ts';

/** An id or a reference, as providers have them. */
export const operationText = z.string().min(1).max(255);

/** What every operation of a provider says, whatever it did. */
export const operationShape = {
  id: operationText,
  kind: operationText,
  reference: operationText,
  status: z.enum(['succeeded', 'declined']),
  code: z.string().refine(isCode).nullish(),
  createdAt: z.iso.datetime(),
};

export type Operation = z.infer<z.ZodObject<typeof operationShape>>;

const foundSchema = z.object({ operations: z.array(z.unknown()).max(100) });

/** An operation in an answer: checked against a schema, and against what was asked. Fields that we don't know are ignored. */
export function operationIn<O extends Operation>(
  answer: HttpAnswer,
  body: unknown,
  schema: z.ZodType<O>,
  asked: Partial<O>,
): O {
  const checked = schema.safeParse(body);
  if (!checked.success) throw invalidAnswer(answer, `no operation (wrong: ${pathsOf(checked.error)})`);
  const operation = checked.data;
  const other = Object.entries(asked).find(([name, value]) => operation[name as keyof O] !== value);
  if (other !== undefined) throw invalidAnswer(answer, `an operation of another ${other[0]} than was asked for`);
  return operation;
}

/** What an operation comes to; `detail` holds what the fact keeps of it. */
export function answerOf(
  answer: HttpAnswer,
  { id, status, code }: Operation,
  detail: Readonly<Record<string, string>>,
): ProviderAnswer {
  if (status === 'succeeded') return { status: 'done', reference: id, detail };
  if (code === null || code === undefined) throw invalidAnswer(answer, 'a declined operation without a code');
  return { status: 'refused', code };
}

/** What stands under our reference. A success counts before a decline, and the oldest success before all others. */
export function foundIn<O extends Operation>(
  answer: HttpAnswer,
  read: (one: unknown) => O,
  told: (one: O) => ProviderAnswer,
): LookUpAnswer {
  const checked = foundSchema.safeParse(answer.body);
  if (!checked.success) throw invalidAnswer(answer, `no list of operations (wrong: ${pathsOf(checked.error)})`);
  const operations = checked.data.operations.map(read);
  const succeeded = operations
    .filter(({ status }) => status === 'succeeded')
    .sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  const counting = succeeded[0] ?? operations[0];
  if (counting === undefined) return { status: 'absent' };
  return { status: 'found', answer: told(counting), others: Math.max(0, succeeded.length - 1) };
}

/** Names of fields only: values may be personal, or anything. */
function pathsOf(error: z.ZodError): string {
  return [...new Set(error.issues.map(({ path }) => path.join('.') || 'the body'))].join(', ');
}
