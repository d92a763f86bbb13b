import { type ProcessorName, processors } from './processors.ts';

/** Who writes records: one of the stream processors, or one of the ways in. */
export type Writer = ProcessorName | 'api' | 'cli';

export type TopicDefinition = {
  /** Without the installation's prefix: the topic is `<prefix>.<name>`, its subject `<prefix>.<name>-value`. */
  readonly name: string;
  /** What the key says; always UTF-8 text on the wire. */
  readonly key: string;
  /** `facts`: what happened, compacted for ever. `requests`: what is asked or answered, trimmed when read by all. */
  readonly kind: 'facts' | 'requests';
  /** Who writes it. A fact topic has this one writer and no other. */
  readonly owner: Writer;
  /** Further writers, which only requests may have. */
  readonly alsoWrittenBy: readonly Writer[];
  /** `key`: Java-compatible murmur2 of the key. `input`: the writer names the partition of the input that it is about. */
  readonly partitionedBy: 'key' | 'input';
  /** The level that is set on the subject before the first registration. */
  readonly compatibility: 'FULL_TRANSITIVE';
  /** The folder below `schemas/` that holds the .avsc and its released versions. */
  readonly schema: string;
  /** Name of the root record. */
  readonly record: string;
  /** The largest record batch that the broker takes, in bytes (`max.message.bytes`). */
  readonly maxMessageBytes: number;
  readonly holds: string;
};

/**
 * Partitions of every topic, unless the installation says otherwise. All topics have the same number, since a
 * processor's inputs and its own topic are read side by side; 3, since the broker's transactions per second are the
 * limit. Fixed for life: keys would move away from their state.
 */
export const defaultPartitions = 3;

/** Kafka's own default: a record of 900 KB, at which its key is parked, still fits with its headers. */
const oneRecord = 1_048_588;
/** A case carries a record of up to 1 MiB, once more where it was edited, its headers and a stack. */
const caseOfOneRecord = 3 * 1_048_576;

type Essentials = Pick<TopicDefinition, 'name' | 'key' | 'owner' | 'record' | 'holds'>;

function facts(essentials: Essentials & { owner: ProcessorName }): TopicDefinition {
  return { ...common, ...essentials, kind: 'facts', schema: essentials.name };
}

function requests(essentials: Essentials): TopicDefinition {
  return { ...common, ...essentials, kind: 'requests', schema: essentials.name };
}

const common = {
  alsoWrittenBy: [],
  partitionedBy: 'key',
  compatibility: 'FULL_TRANSITIVE',
  maxMessageBytes: oneRecord,
} as const;

const shopTopics: readonly TopicDefinition[] = [
  requests({
    name: 'order-requests',
    key: 'order id',
    owner: 'api',
    record: 'OrderRequest',
    holds: 'place (what the client sent), cancel, return',
  }),
  facts({
    name: 'orders',
    key: 'order id',
    owner: 'orders',
    record: 'Order',
    holds: 'the order, from RECEIVED to its end, with what it knows of its neighbours',
  }),
  facts({
    name: 'payments',
    key: 'order id',
    owner: 'payments',
    record: 'Payment',
    holds: 'authorised, captured, voided and refunded amounts, and the fraud flag that was read',
  }),
  facts({
    name: 'allocations',
    key: 'order id',
    owner: 'allocations',
    record: 'Allocation',
    holds: 'the reservation of each order line',
  }),
  requests({
    name: 'stock-requests',
    key: 'sku',
    owner: 'allocations',
    record: 'StockRequest',
    holds: 'reserve, release, consume, restock for one order line',
  }),
  requests({
    name: 'stock-receipts',
    key: 'sku',
    owner: 'api',
    record: 'StockReceipt',
    holds: 'goods received, counted, written off',
  }),
  facts({
    name: 'stock',
    key: 'sku',
    owner: 'stock',
    record: 'Stock',
    holds: 'on hand and reserved, as totals, and a ring of the last 1,024 request ids',
  }),
  requests({
    name: 'stock-replies',
    key: 'order id',
    owner: 'stock',
    record: 'StockReply',
    holds: 'exactly one answer to each stock request',
  }),
  requests({
    name: 'shipment-requests',
    key: 'order id',
    owner: 'api',
    record: 'ShipmentRequest',
    holds: 'the warehouse’s pack, dispatch, deliver, fail, return',
  }),
  facts({
    name: 'shipments',
    key: 'order id',
    owner: 'shipping',
    record: 'Shipment',
    holds: 'the shipment, its carrier and tracking, and what came back by line',
  }),
  requests({
    name: 'product-requests',
    key: 'sku',
    owner: 'api',
    record: 'ProductRequest',
    holds: 'put a product’s content, withdraw it',
  }),
  facts({
    name: 'products',
    key: 'sku',
    owner: 'catalogue',
    record: 'Product',
    holds: 'title, artist, format, price',
  }),
  requests({
    name: 'customer-requests',
    key: 'customer id',
    owner: 'api',
    record: 'CustomerRequest',
    holds: 'register, change, erase',
  }),
  facts({
    name: 'customers',
    key: 'customer id',
    owner: 'customers',
    record: 'Customer',
    holds: 'name, email, addresses, and the orders that are open',
  }),
  facts({
    name: 'order-activity',
    key: 'order id',
    owner: 'activity',
    record: 'OrderActivity',
    holds: 'the newest business content passed on, per order',
  }),
  requests({
    name: 'customer-activity',
    key: 'customer id',
    owner: 'activity',
    record: 'CustomerActivity',
    holds: 'orders and payments re-keyed by customer: content before and after',
  }),
  facts({
    name: 'fraud-flags',
    key: 'customer id',
    owner: 'fraud',
    record: 'FraudFlag',
    holds: 'the pre-computed flag that payments reads as a table',
  }),
  requests({
    name: 'loyalty-requests',
    key: 'customer id',
    owner: 'orders',
    record: 'LoyaltyRequest',
    holds: 'hold points for an order, give them back',
  }),
  requests({
    name: 'loyalty-replies',
    key: 'order id',
    owner: 'loyalty',
    record: 'LoyaltyReply',
    holds: 'exactly one answer to each loyalty request',
  }),
  facts({
    name: 'loyalty-accounts',
    key: 'customer id',
    owner: 'loyalty',
    record: 'LoyaltyAccount',
    holds: 'points, held points, and the newest entries',
  }),
  facts({
    name: 'notifications',
    key: 'order id',
    owner: 'notifications',
    record: 'Notification',
    holds: 'which mails went out',
  }),
  requests({
    name: 'webhook-requests',
    key: 'subscription id',
    owner: 'api',
    record: 'WebhookRequest',
    holds: 'subscribe, change, pause, resume, rotate the secret, remove',
  }),
  facts({
    name: 'webhooks',
    key: 'subscription id',
    owner: 'webhooks',
    record: 'Webhook',
    holds: 'the subscription: where to, what, and whether it is suspended',
  }),
  facts({
    name: 'webhook-deliveries',
    key: 'order id',
    owner: 'webhook-deliveries',
    record: 'WebhookDelivery',
    holds: 'what of an order was told to which subscription, and what is still to be told',
  }),
  requests({
    name: 'webhook-reports',
    key: 'subscription id',
    owner: 'webhook-deliveries',
    record: 'WebhookReport',
    holds: 'what a delivery tells of its endpoint: failing, gone, refusing',
  }),
  requests({
    name: 'holiday-requests',
    key: 'holiday id',
    owner: 'api',
    record: 'HolidayRequest',
    holds: 'book a holiday, cancel it',
  }),
  facts({
    name: 'holidays',
    key: 'holiday id',
    owner: 'holidays',
    record: 'Holiday',
    holds: 'the booking of a holiday: car, hotel and flight, with its execution log',
  }),
];

/** Three topics that every processor has, all processors with the same three schemas. */
function processorTopics(processor: ProcessorName): TopicDefinition[] {
  return [
    {
      ...common,
      name: `${processor}.outcomes`,
      key: 'request id',
      kind: 'requests',
      owner: processor,
      schema: 'outcomes',
      record: 'Outcome',
      holds: 'what became of each request: accepted or rejected, with reason',
    },
    {
      ...common,
      name: `${processor}.hospital`,
      key: 'case id',
      kind: 'facts',
      owner: processor,
      partitionedBy: 'input',
      schema: 'hospital',
      record: 'HospitalCase',
      maxMessageBytes: caseOfOneRecord,
      holds: 'what could not be processed',
    },
    {
      ...common,
      name: `${processor}.operations`,
      key: 'case id or name',
      kind: 'requests',
      owner: 'api',
      alsoWrittenBy: ['cli'],
      partitionedBy: 'input',
      schema: 'operations',
      record: 'Operation',
      maxMessageBytes: caseOfOneRecord,
      holds: 'retry, edit, discard, pause, resume, republish, repair: with actor and reason',
    },
  ];
}

/** Every topic of an installation. */
export const topics: readonly TopicDefinition[] = [...shopTopics, ...processors.flatMap(processorTopics)];
