import type { MailContent } from '../../schemas/types/notifications.ts';
import { amountText } from './amount.ts';
import type { Kind } from './model.ts';

export type Told = MailContent & { readonly orderId: string };

export type Template = {
  readonly subject: (told: Told) => string;
  /** Paragraphs between the greeting and the shop's name. */
  readonly body: (told: Told) => readonly string[];
};

const pieces = (count: number): string => (count === 1 ? '1 item' : `${count} items`);
const worth = ({ total }: Told): string => (total === null ? '' : `, ${amountText(total)} in all`);

/** What a rejection is about, in words for the customer. What is not here is none of his business. */
const rejections: Readonly<Record<string, string>> = {
  'insufficient-stock': 'Something that you ordered has just sold out.',
  declined: 'Your payment was declined.',
  'payment-failed': 'Your payment did not go through.',
  'payment-timeout': 'Your payment did not go through in time.',
  'stock-timeout': 'We could not reserve what you ordered in time.',
  'insufficient-points': 'Your account does not hold the points that you wanted to spend.',
  'points-refused': 'The points that you wanted to spend could not be held.',
  'too-many-open-orders': 'You have too many open orders.',
  'price-changed': 'A price has changed since you placed it.',
  'total-changed': 'A price has changed since you placed it.',
  'product-withdrawn': 'Something that you ordered is no longer sold.',
  'unknown-sku': 'Something that you ordered is not known to us.',
  'address-missing': 'We have no address to send it to.',
  'address-unreadable': 'We have no address to send it to.',
};

const because = ({ reason }: Told): readonly string[] => {
  const words = reason === null ? undefined : rejections[reason];
  return words === undefined ? [] : [words];
};

/** Every mail of the shop, as data: one of a kind per order. */
export const templates: Readonly<Record<Kind, Template>> = {
  CONFIRMED: {
    subject: ({ orderId }) => `Your order ${orderId} is confirmed`,
    body: told => [
      `Thank you for your order ${told.orderId}: ${pieces(told.items)}${worth(told)}.`,
      'Everything is in stock and your payment is authorised. We write again when it is on its way.',
    ],
  },
  PACKED: {
    subject: ({ orderId }) => `Your order ${orderId} is packed`,
    body: told => [`Your order ${told.orderId} is packed (${pieces(told.items)}), and waits for the carrier.`],
  },
  DISPATCHED: {
    subject: ({ orderId }) => `Your order ${orderId} is on its way`,
    body: told => [
      `The carrier has your order ${told.orderId}: ${pieces(told.items)}${worth(told)}.`,
      'Your payment is taken with the dispatch.',
    ],
  },
  DELIVERED: {
    subject: ({ orderId }) => `Your order ${orderId} was delivered`,
    body: told => [`Your order ${told.orderId} was delivered. We hope that you enjoy it.`],
  },
  DELIVERY_FAILED: {
    subject: ({ orderId }) => `Your order ${orderId} could not be delivered`,
    body: told => [
      `The carrier could not deliver your order ${told.orderId}, and brings it back to us.`,
      'As soon as it is here, your money is given back.',
    ],
  },
  RETURNED: {
    subject: ({ orderId, returned, items }) =>
      `${returned < items ? 'Part of your' : 'Your'} order ${orderId} has come back to us`,
    body: told => [
      `${pieces(told.returned)} of your order ${told.orderId} came back to us.`,
      told.refund === null
        ? 'What it cost is given back the way that you paid.'
        : `${amountText(told.refund)} is given back the way that you paid.`,
    ],
  },
  REJECTED: {
    subject: ({ orderId }) => `We cannot fulfil your order ${orderId}`,
    body: told => [
      `We are sorry: we cannot fulfil your order ${told.orderId}.`,
      ...because(told),
      'You are not charged for it; money that was set aside is free again.',
    ],
  },
  CANCELLED: {
    subject: ({ orderId }) => `Your order ${orderId} is cancelled`,
    body: told => [
      `Your order ${told.orderId} is cancelled.`,
      ...because(told),
      'You are not charged for it; money that was set aside is free again.',
    ],
  },
};
