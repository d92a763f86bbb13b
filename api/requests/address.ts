import type { Address } from '../../schemas/types/shared.ts';
import type { AddressBody } from './bodies.ts';

export const addressOf = (body: AddressBody): Address => ({
  recipient: body.recipient ?? null,
  street: body.street ?? null,
  city: body.city ?? null,
  state: body.state ?? null,
  postalCode: body.postalCode ?? null,
  country: body.country ?? null,
});
