import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Operation } from '../../../runtime/gateways/payments/stand-in/operation.ts';

/** What the provider has in its books of one order. */
export type Account = {
  authorisations: number;
  authorised: number;
  voids: number;
  captures: number;
  captured: number;
  refunded: number;
};

export type Books = {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly operations: number;
  readonly declined: number;
  /** What was done twice, a sentence each. */
  readonly problems: readonly string[];
};

/** The provider's own ledger, which says what happened, whatever anyone was told. */
export async function readBooks(file: string): Promise<Books> {
  const operations: Operation[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) operations.push(JSON.parse(line));
  return keepBooks(operations);
}

export function keepBooks(operations: Iterable<Operation>): Books {
  const accounts = new Map<string, Account>();
  const references = new Set<string>();
  const problems: string[] = [];
  let count = 0;
  let declined = 0;
  for (const { kind, reference, orderId, amount, status, id } of operations) {
    count++;
    if (status === 'declined') {
      declined++;
      continue;
    }
    if (references.has(`${kind} ${reference}`)) problems.push(`${orderId}: ${id} is a second ${kind} for ${reference}`);
    references.add(`${kind} ${reference}`);
    const account = accounts.get(orderId) ?? {
      authorisations: 0,
      authorised: 0,
      voids: 0,
      captures: 0,
      captured: 0,
      refunded: 0,
    };
    accounts.set(orderId, account);
    if (kind === 'authorisation') {
      account.authorisations++;
      account.authorised += amount;
    } else if (kind === 'capture') {
      account.captures++;
      account.captured += amount;
    } else if (kind === 'void') account.voids++;
    else account.refunded += amount;
  }
  for (const [orderId, { authorisations, captures, voids, captured, refunded }] of accounts) {
    if (authorisations > 1) problems.push(`${orderId}: authorised ${authorisations} times`);
    if (captures > 1) problems.push(`${orderId}: charged ${captures} times`);
    if (captures + voids !== 1)
      problems.push(`${orderId}: ${captures} captures and ${voids} voids of an authorisation`);
    if (refunded > captured) problems.push(`${orderId}: ${refunded} refunded of ${captured}`);
  }
  return { accounts, operations: count, declined, problems };
}
