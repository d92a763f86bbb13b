// Generated from the .avsc files by `npm run generate`; do not edit.

/** The business content of an order, without versions: only a change of it is passed on. */
export type ActivityContent = {
  /** Status of the order. */
  readonly orderStatus: OrderStatus;
  /** Status of its payment; UNKNOWN until it says more than REQUESTED. */
  readonly paymentStatus: PaymentStatus;
  /** Why the payment was declined: the provider’s code, or fraud-flagged where our own rule did it. A decline of our own is no evidence of fraud. */
  readonly declineReason: string | null;
  /** Whether the order, as far as it and its payment tell, is not final yet. */
  readonly open: boolean;
  /** When the order was placed. Milliseconds since the epoch, UTC. */
  readonly placedAt: number | null;
  /** What the order costs. */
  readonly total: Money | null;
  /** Value of what was delivered and not returned. */
  readonly kept: Money | null;
  /** Loyalty points spent on it. */
  readonly pointsSpent: number;
};

/** Who caused it: an account or a machine, never a name of a person. */
export type Actor = {
  /** What sort of actor. */
  readonly kind: ActorKind;
  /** The account, API client, processor or provider; empty where it is not known. */
  readonly id: string;
};

/** Who can cause something. */
export type ActorKind =
  | 'UNKNOWN'
  | 'CUSTOMER'
  | 'SHOP'
  | 'WAREHOUSE'
  | 'OPERATOR'
  | 'PROCESSOR'
  | 'PROVIDER';

/** A postal address, every part of it personal. */
export type Address = {
  /** Who receives it there, where that is not the customer. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly recipient: string | null;
  /** Street and house number. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly street: string | null;
  /** City or town. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly city: string | null;
  /** State, province or county. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly state: string | null;
  /** Postal code. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly postalCode: string | null;
  /** Country, by name or ISO 3166-1 code. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly country: string | null;
};

/** Where the reservation of an order’s lines stands. */
export type AllocationStatus =
  | 'UNKNOWN'
  | 'REQUESTED'
  | 'ALLOCATED'
  | 'SHORT'
  | 'RELEASED'
  | 'CONSUMED'
  | 'RETURNED';

/** A request that was decided, remembered so that its repeat changes nothing. */
export type AppliedRequest = {
  /** The request id. */
  readonly id: string;
  /** What was asked, such as CANCEL. */
  readonly type: string;
  /** When it was decided. Milliseconds since the epoch, UTC. */
  readonly at: number;
  /** Whether it was accepted. */
  readonly accepted: boolean;
  /** Code of the rejection. */
  readonly reason: string | null;
  /** Hash of what the client sent; another one under the same id is rejected as idempotency-key-reused. */
  readonly bodyHash: string | null;
};

/** One of a customer’s addresses. */
export type CustomerAddress = {
  /** Unique within the customer. */
  readonly addressId: string;
  /** The address. */
  readonly address: Address;
};

/** Where a customer stands. */
export type CustomerStatus =
  | 'UNKNOWN'
  | 'ACTIVE'
  | 'ERASING'
  | 'ERASED';

/** A step that is owed, by whom and by when. */
export type Deadline = {
  /** Unique within its key. With key and due time it identifies the deadline’s input. */
  readonly name: string;
  /** Who owes the step: a processor, the warehouse, the customer, a provider. */
  readonly owedBy: string;
  /** When it began to be owed. Milliseconds since the epoch, UTC. */
  readonly since: number;
  /** When it is overdue. Milliseconds since the epoch, UTC. */
  readonly due: number;
  /** How often it has passed already; from the first time on it is visible and alarmed. */
  readonly passes: number;
};

/** What happened, in the terms of CloudEvents, kept in the value so that nothing depends on headers surviving. */
export type Event = {
  /** Unique for ever and never re-used; ce_id. A request’s id is the request id. */
  readonly id: string;
  /** What happened, such as longplay.order.placed; ce_type. */
  readonly type: string;
  /** When it was decided; ce_time. Milliseconds since the epoch, UTC. */
  readonly time: number;
  /** Ids of the records, effects or deadlines that led to it. A batch may fold several into one event. At most 256. The batch is split: the next causes of this key make the next event. */
  readonly causes: readonly string[];
  /** The whole story that it belongs to, for an order the order id; ce_correlationid. */
  readonly correlationId: string;
  /** Who asked for it; null where nobody did. */
  readonly actor: Actor | null;
};

/** A quantity of one order line. */
export type LineQuantity = {
  /** Number of the line within its order, from 1. */
  readonly line: number;
  /** How many. */
  readonly quantity: number;
};

/** An amount in one currency. */
export type Money = {
  /** Integer of minor units (cents); negative where money goes back. */
  readonly amount: number;
  /** ISO 4217 code, such as USD. */
  readonly currency: string;
};

/** The newest fact of the order that was taken in. */
export type OrderSeen = {
  /** Version of that fact; a stale or equal one is ignored. */
  readonly version: number;
  /** Its status. */
  readonly status: OrderStatus;
  /** Version of the order that its neighbours have to answer; null where it asks nothing. */
  readonly askedVersion: number | null;
};

/** Where an order stands. */
export type OrderStatus =
  | 'UNKNOWN'
  | 'RECEIVED'
  | 'PLACED'
  | 'CONFIRMED'
  | 'PACKED'
  | 'DISPATCHED'
  | 'DELIVERED'
  | 'REJECTING'
  | 'REJECTED'
  | 'STOPPING'
  | 'CANCELLING'
  | 'CANCELLED'
  | 'DELIVERY_FAILED'
  | 'RETURNING'
  | 'RETURNED';

/** The newest fact of the payment that was taken in. */
export type PaymentSeen = {
  /** Version of that fact; a stale or equal one is ignored. */
  readonly version: number;
  /** Its status. */
  readonly status: PaymentStatus;
  /** Version of the order that it answers. */
  readonly answersVersion: number | null;
  /** Captured in all. */
  readonly captured: Money | null;
  /** Refunded in all. */
  readonly refunded: Money | null;
  /** Code of the decline or failure. */
  readonly reason: string | null;
  /** Whether an effect is still pending there. */
  readonly open: boolean;
};

/** Where an order’s payment stands. */
export type PaymentStatus =
  | 'UNKNOWN'
  | 'REQUESTED'
  | 'AUTHORISED'
  | 'DECLINED'
  | 'CAPTURED'
  | 'VOIDED'
  | 'REFUNDED'
  | 'FAILED';

/** An effect that was intended and whose answer is not known yet (intent before effect). */
export type PendingEffect = {
  /** With the attempt it identifies the answer’s input; an answer without a pending entry counts for nothing. */
  readonly id: string;
  /** What is to be done, such as authorise, refund, mail, destroy-key. */
  readonly kind: string;
  /** Natural id of the part that it is about: a refund, a mail; empty where there is one only. */
  readonly about: string;
  /** Counts from 1, one more at each take-over. */
  readonly attempt: number;
  /** Sent to the provider; the same for every attempt. */
  readonly idempotencyKey: string;
  /** Our own reference, by which the provider is asked when its key lifetime has passed. */
  readonly reference: string | null;
  /** When it was intended. Milliseconds since the epoch, UTC. */
  readonly since: number;
  /** Not before this time; null: at once. Milliseconds since the epoch, UTC. */
  readonly retryAt: number | null;
  /** Stable code of the last failure. */
  readonly lastError: string | null;
};

/** What the warehouse received back of one order line. */
export type ReturnedLine = {
  /** Number of the line within its order, from 1. */
  readonly line: number;
  /** How many are to be refunded. */
  readonly refunded: number;
  /** How many go back to stock; fewer than refunded where some are lost or damaged. */
  readonly restocked: number;
};

/** How a saga stands, and how it came there: its execution log. */
export type Saga = {
  /** Follows from the direction and the steps. */
  readonly status: SagaStatus;
  /** Whether its steps are being done or undone. */
  readonly direction: SagaDirection;
  /** Why it was turned back, a stable code; null while it goes forward. */
  readonly turnedBack: string | null;
  /** In the order in which they are done; they are undone in the reverse order. At most 16. Never exceeded: the steps are fixed by the code; one too many parks the key. */
  readonly steps: readonly SagaStep[];
  /** The execution log, oldest first. Of a row of equal failures only the first and the newest stay. At most 128. The oldest but the first is dropped, and logDropped counts it. */
  readonly log: readonly SagaLogEntry[];
  /** How many entries the log has dropped. */
  readonly logDropped: number;
};

/** What a line of the log is about: the saga as a whole, or doing or undoing a step. */
export type SagaAction =
  | 'UNKNOWN'
  | 'SAGA'
  | 'DO'
  | 'UNDO';

/** Whether its steps are being done or undone. */
export type SagaDirection =
  | 'UNKNOWN'
  | 'FORWARD'
  | 'BACKWARD';

/** One line of the story of a saga. */
export type SagaLogEntry = {
  /** When. Milliseconds since the epoch, UTC. */
  readonly at: number;
  /** What happened. */
  readonly what: SagaLogWhat;
  /** What it is about. */
  readonly action: SagaAction;
  /** The step; empty where it is about the saga as a whole. */
  readonly step: string;
  /** Which of its alternatives; counts from 0. */
  readonly alternative: number;
  /** Which attempt; 0 where it is about none. */
  readonly attempt: number;
  /** Who: the saga itself, who owes the step, or the kind of actor that asked. */
  readonly by: string;
  /** Why, a stable code. */
  readonly code: string | null;
  /** The provider’s reference. */
  readonly reference: string | null;
};

/** What a line of the log says. */
export type SagaLogWhat =
  | 'UNKNOWN'
  | 'BEGUN'
  | 'ASKED'
  | 'DONE'
  | 'REFUSED'
  | 'FAILED'
  | 'NOTHING_TO_UNDO'
  | 'OVERDUE'
  | 'TURNED_BACK'
  | 'ENDED';

/** How a saga stands: STUCK where a step waits for a person; DONE and UNDONE where nothing is owed. */
export type SagaStatus =
  | 'UNKNOWN'
  | 'RUNNING'
  | 'DONE'
  | 'UNDOING'
  | 'UNDONE'
  | 'STUCK';

/** One step of a saga, as it stands. */
export type SagaStep = {
  /** Unique within the saga. */
  readonly name: string;
  /** How it stands. */
  readonly status: SagaStepStatus;
  /** Which of its alternatives is, or was last, tried; counts from 0. */
  readonly alternative: number;
  /** The newest attempt at what its status says; counts on when somebody asks for it anew. */
  readonly attempt: number;
  /** Id of its newest effect, by which a case names it; null where nothing was asked yet. */
  readonly effectId: string | null;
  /** By which the provider knows what was done; it stays when that is undone. */
  readonly reference: string | null;
  /** Stable code of the newest refusal or failure; null where the newest answer was none. */
  readonly code: string | null;
};

/** How a step stands. UNRESOLVED: asked for as often as its retry allows, and nobody knows whether it was done. */
export type SagaStepStatus =
  | 'UNKNOWN'
  | 'WAITING'
  | 'DOING'
  | 'DONE'
  | 'REFUSED'
  | 'UNRESOLVED'
  | 'UNDOING'
  | 'UNDONE'
  | 'UNDO_FAILED';

/** The newest fact of the shipment that was taken in. */
export type ShipmentSeen = {
  /** Version of that fact; a stale or equal one is ignored. */
  readonly version: number;
  /** Its status. */
  readonly status: ShipmentStatus;
  /** Version of the order that it answers. */
  readonly answersVersion: number | null;
  /** Code of the failure. */
  readonly reason: string | null;
  /** Received back in all, by line. At most 500. Never exceeded: an order has at most 500 lines. */
  readonly returned: readonly ReturnedLine[];
};

/** Where an order’s shipment stands. */
export type ShipmentStatus =
  | 'UNKNOWN'
  | 'PREPARING'
  | 'PACKED'
  | 'DISPATCHED'
  | 'DELIVERED'
  | 'STOPPED'
  | 'FAILED'
  | 'RETURNED';

/** Kinds of stock request. */
export type StockRequestType =
  | 'UNKNOWN'
  | 'RESERVE'
  | 'RELEASE'
  | 'CONSUME'
  | 'RESTOCK';

/** One step of a history: what, when, and why. */
export type Transition = {
  /** The new status, or what else was noted, such as CANCEL_REFUSED. */
  readonly what: string;
  /** When. Milliseconds since the epoch, UTC. */
  readonly at: number;
  /** Id of the record, effect or deadline that led to it. */
  readonly cause: string;
  /** The version of this key that says it first. */
  readonly version: number;
  /** A stable code, such as insufficient-stock; never free text. */
  readonly reason: string | null;
  /** Who asked for it; null where nobody outside did, and in what was written before this was noted. */
  readonly actor: Actor | null;
};

/** A version of one key of one topic. */
export type VersionRef = {
  /** Name of the topic without the installation’s prefix. */
  readonly topic: string;
  /** The key. */
  readonly key: string;
  /** The version. */
  readonly version: number;
};
