import type { CustomerDocument } from '../../projections/customers/project.ts';
import { createSealer } from '../../runtime/codec/sealer.ts';
import { schemaText } from '../../schemas/load.ts';
import type { CustomerDetails, CustomerRequest } from '../../schemas/types/customer-requests.ts';
import type { Shop } from '../context.ts';
import type { Request } from '../requests/request.ts';

/** A customer as the read model has it, sealed, and as a person reads it. */
export type KnownCustomer = { readonly sealed: CustomerDocument; readonly open: CustomerDocument };

export type CustomerRecords = {
  find(customerId: string): Promise<KnownCustomer | null>;
  /** The change, sealed, in which what stays the same is the very ciphertext that is known: only so is it no change. */
  sealChange(known: KnownCustomer, request: Request<'customer-requests'>): Promise<Request<'customer-requests'>>;
};

export function customerRecords({ database, vault }: Pick<Shop, 'database' | 'vault'>): CustomerRecords {
  const { sql, views, ask } = database;
  const facts = createSealer<CustomerDocument>(schemaText({ schema: 'customers' }), vault);
  const requests = createSealer<CustomerRequest>(schemaText({ schema: 'customer-requests' }), vault);
  return {
    find: async customerId => {
      const [row] = await ask(sql<{ document: CustomerDocument }[]>`
        select document from ${sql(views)}.customers where customer_id = ${customerId}`);
      if (row === undefined) return null;
      const [open] = await facts.open([row.document]);
      return { sealed: row.document, open: open as CustomerDocument };
    },

    sealChange: async (known, request) => {
      const sealed = await requests.seal(request.value);
      const change =
        request.value.change === null || sealed.change === null
          ? null
          : keepUnchanged(request.value.change, sealed.change, known);
      return { ...request, value: { ...sealed, change } };
    },
  };
}

const DETAILS = ['name', 'email', 'phone', 'company'] as const;

function keepUnchanged(plain: CustomerDetails, sealed: CustomerDetails, known: KnownCustomer): CustomerDetails {
  const texts = keep(plain, sealed, known.open, known.sealed, DETAILS);
  const addresses = plain.addresses.map((one, n) => {
    const fresh = sealed.addresses[n] as CustomerDetails['addresses'][number];
    const at = known.open.addresses.findIndex(({ addressId }) => addressId === one.addressId);
    const [open, old] = [known.open.addresses[at], known.sealed.addresses[at]];
    if (open === undefined || old === undefined) return fresh;
    const parts = Object.keys(one.address) as (keyof typeof one.address)[];
    return { ...fresh, address: keep(one.address, fresh.address, open.address, old.address, parts) };
  });
  return { ...texts, addresses };
}

/** `fresh`, with the sealed text of `old` wherever the plain one is what it was. */
function keep<T extends object, K extends keyof T & string>(
  plain: T,
  fresh: T,
  open: Pick<T, K>,
  old: Pick<T, K>,
  names: readonly K[],
): T {
  const kept = names.filter(name => plain[name] === open[name]).map(name => [name, old[name]]);
  return { ...fresh, ...Object.fromEntries(kept) };
}
