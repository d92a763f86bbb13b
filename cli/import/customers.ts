import { changeCustomer, detailsOf, registerCustomer } from '../../api/requests/customers.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { Fingerprints, Known } from './fingerprints.ts';
import type { PersonalHash } from './personal-hash.ts';
import { contentPrint, upserting } from './upsert.ts';
import type { ImportOf, Judge } from './verdict.ts';

const CLOSED = ['', 'is being erased', 'is erased'] as const;

/** A customer who is known is changed, one who is not is registered. Nothing is sent for one who is erased. */
export function customerJudge(of: ImportOf, known: Fingerprints, hash: PersonalHash): Judge<'customers'> {
  const judge = upserting('customers', of, known, CLOSED);
  return {
    prepare: values => hash.prepare(values.map(({ customerId }) => customerId)),
    decide: ({ customerId, address, ...texts }, line) => {
      const body = { ...texts, addresses: address === null ? [] : [address] };
      return judge({
        key: customerId,
        field: '/customerId',
        content: detailsOf(body),
        hash: hash.of(customerId, body),
        line,
        request: (asking, isNew) =>
          isNew ? registerCustomer(asking, customerId, body) : changeCustomer(asking, customerId, body),
      });
    },
  };
}

/** Of a customer whose personal fields were opened. */
export const knownCustomer = (customer: Customer): Known => ({
  content: contentPrint(contentOf(customer)),
  version: customer.version,
  line: 0,
  closed: customer.status === 'ERASED' ? 2 : customer.status === 'ERASING' ? 1 : 0,
});

type Content = Pick<Customer, 'name' | 'email' | 'phone' | 'company' | 'addresses'>;

const contentOf = ({ name, email, phone, company, addresses }: Content): Content => ({
  name,
  email,
  phone,
  company,
  addresses,
});
