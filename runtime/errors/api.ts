import type { Explained } from './explained.ts';

/** The API; each is also a type of problem (RFC 9457). */
export const apiErrors = {
  LP_API_MALFORMED: {
    meaning: 'The request cannot be read: its URL, its headers or its body are malformed.',
    remedy: 'Correct what the detail names; a body must be valid JSON in UTF-8.',
  },
  LP_API_INPUT_INVALID: {
    meaning: 'The request can be read, but a field of it is missing, of the wrong type or out of range.',
    remedy: 'Correct the fields that `errors` lists.',
  },
  LP_API_UNAUTHENTICATED: {
    meaning: 'The request shows no key and no token, or one that is not valid here.',
    remedy:
      'Send `Authorization: Bearer` and a key of this installation (`npx longplay keys new`) or a token of its issuer; `detail` says what is wrong with the one that was sent.',
  },
  LP_API_FORBIDDEN: {
    meaning: 'Whoever asks is known, and may not do this.',
    remedy: 'Use a key or a token with one of the scopes that `needs` lists.',
  },
  LP_API_OTHERS: {
    meaning: 'The key or token is one customer’s, and the request is about somebody else, or about the whole shop.',
    remedy: 'Ask about what is this customer’s, or use a key of the shop.',
  },
  LP_API_RATE_LIMITED: {
    meaning: 'The client has sent more requests in a minute than it may.',
    remedy: 'Try again after the seconds that Retry-After names; RateLimit-Limit says how many there may be.',
  },
  LP_API_NOT_FOUND: {
    meaning: 'Nothing is known under this address.',
    remedy: 'Check the path and the id in it.',
  },
  LP_API_METHOD_NOT_ALLOWED: {
    meaning: 'The address exists, but not for this method.',
    remedy: 'Use one of the methods that the Allow header lists.',
  },
  LP_API_REQUEST_TIMEOUT: {
    meaning: 'The request did not arrive completely in time.',
    remedy: 'Send it again, without pauses.',
  },
  LP_API_BODY_TOO_LARGE: {
    meaning: 'The body is larger than this address takes.',
    remedy: 'Send less at once.',
  },
  LP_API_MEDIA_TYPE_UNSUPPORTED: {
    meaning: 'The body is of a type that this address does not read.',
    remedy: 'Send application/json.',
  },
  LP_API_HEADERS_TOO_LARGE: {
    meaning: 'The headers are larger than the server takes.',
    remedy: 'Send fewer or shorter headers.',
  },
  LP_API_INTERNAL: {
    meaning: 'Longplay failed while it answered; the fault is not in the request.',
    remedy: 'Look for the request id in the log, where the cause is.',
  },
  LP_API_UNAVAILABLE: {
    meaning: 'A server that the answer needs cannot be reached at the moment.',
    remedy: 'Try again after the seconds that Retry-After names.',
  },
  LP_API_OVERLOADED: {
    meaning: 'This process has as many requests under way as it takes; nothing of this one was done.',
    remedy: 'Send it again after the time in Retry-After, with the same Idempotency-Key; run the API more often.',
  },
  LP_API_DRAINING: {
    meaning: 'The shop takes no writes for a short while: its log is being exported.',
    remedy: 'Send it again, with the same Idempotency-Key, after the seconds that Retry-After names.',
  },
  LP_API_NOT_READY: {
    meaning: 'Kafka, the schema registry or Postgres does not answer.',
    remedy: 'Look at `servers`, which names what is down and why.',
  },
  LP_API_VIEWS_MISSING: {
    meaning: 'The read models are not there: nobody has run the projections of this installation yet.',
    remedy: 'Run them (longplay up, or longplay projections); Retry-After says when to try again.',
  },
  LP_API_VIEWS_FILLING: {
    meaning: 'A read model is being filled from the log, and is not shown before all of it is there.',
    remedy: 'Try again later; `detail` says how far it is, as longplay projections status does.',
  },
  LP_API_IDEMPOTENCY_KEY_INVALID: {
    meaning: 'The Idempotency-Key is empty, too long, or holds other than printable ASCII characters.',
    remedy: 'Send 1 to 255 such characters, for example a UUID.',
  },
  LP_API_IDEMPOTENCY_KEY_REUSED: {
    meaning: 'The Idempotency-Key was used for another body at this address.',
    remedy: 'Use a new key for a new request; repeat a request with the very body that it had.',
  },
  LP_API_REJECTED_UNKNOWN: {
    meaning: 'The request was rejected: what it is about is not known to its owner.',
    remedy: 'Check the id; what was asked for a moment ago may not be decided yet.',
  },
  LP_API_REJECTED_STATE: {
    meaning: 'The request was rejected: as things stand, it cannot be done.',
    remedy: 'Look at `reason`, and at the resource as it stands now.',
  },
  LP_API_PRECONDITION_FAILED: {
    meaning: 'The resource is not, or no longer, in the version that If-Match or If-None-Match names.',
    remedy: 'Read the resource again, and decide anew with its new ETag.',
  },
  LP_API_AFTER_UNKNOWN: {
    meaning: 'The read was to come after a request that is not known here.',
    remedy: 'Check the request id in `after`; it is `requestId` of the answer to the write.',
  },
  LP_API_AFTER_UNDECIDED: {
    meaning: 'The read was to come after a request that is not decided yet.',
    remedy: 'Ask again later; `waitingFor` says who owes which step, and by when.',
  },
  LP_API_AFTER_PARKED: {
    meaning: 'The read was to come after a request whose key waits behind a case of the message hospital.',
    remedy: 'Look at the cases that `cases` links to: an operator has to treat them.',
  },
  LP_API_AFTER_REJECTED: {
    meaning: 'The read was to come after a request that was rejected, and so has changed nothing.',
    remedy: 'Look at `reason`; read without `after` to see the resource as it stands.',
  },
  LP_API_AFTER_ELSEWHERE: {
    meaning: 'The read was to come after a request that changed something which this address does not show.',
    remedy: 'Read the resource that the answer to the write links to.',
  },
  LP_API_AFTER_LAGGING: {
    meaning: 'The read was to come after a request that was accepted, and the read model does not show it yet.',
    remedy: 'Ask again; where `lagMs` grows, look at the read model with longplay projections status.',
  },
  LP_API_REJECTED_VERSION: {
    meaning: 'The request was rejected: it rests on a version that is not the newest.',
    remedy: 'Read the resource again, and decide anew.',
  },
  LP_API_REJECTED_CONTENT: {
    meaning: 'The request was rejected: its content is at fault, whatever the state of things.',
    remedy: 'Correct what `reason` and `errors` name, and send it with a new Idempotency-Key.',
  },
  LP_API_OWNER_UNKNOWN: {
    meaning: 'A text of the request is personal, and nobody knows yet whose it is, so it cannot be protected.',
    remedy: 'Send it again when the resource can be read, or without that text.',
  },
  LP_API_AUTH_MISSING: {
    meaning: 'Nobody could ask the API: neither keys nor an issuer of tokens are configured. Nothing was started.',
    remedy:
      'Make a key with `npx longplay keys new --id shop-front --scope shop` and set LONGPLAY_API_KEYS or LONGPLAY_API_KEYS_FILE to the line that it prints, or set LONGPLAY_OIDC_ISSUER. docs/reference/api-security.md says more.',
  },
  LP_API_DEVELOPMENT_KEY_UNFIT: {
    meaning: 'The file api.key in LONGPLAY_HOME holds no key of the API, or others than its owner may read it.',
    remedy: 'Delete it: the next start makes a new one.',
  },
  LP_API_PORT_TAKEN: {
    meaning: 'Another program already listens on the port that the API was to use.',
    remedy: 'Stop the other program, or set PORT to another number (0 takes a free one).',
  },
  LP_API_ADDRESS_UNUSABLE: {
    meaning: 'The API cannot listen on the address or port that it was given.',
    remedy: 'Set HOST to an address of this machine, and PORT to 1024 or more.',
  },
  LP_API_CASE_UNTREATABLE: {
    meaning:
      'What was asked for cannot be done to this case: it is closed, has no key, is no request, or is of a projection.',
    remedy: 'Look at the case, GET /hospital/cases/ID, and its links; a projection is rebuilt.',
  },
  LP_API_EVENTS_GONE: {
    meaning: 'The event id names a place in a topic that was made anew since: what came after it is gone.',
    remedy: 'Begin again, without an id; GET /topics/NAME/records shows what there is.',
  },
  LP_API_STREAMS_FULL: {
    meaning: 'This process has as many event streams open as it keeps.',
    remedy: 'Try again later, after Retry-After, or ask another instance; close streams that nobody reads.',
  },
  LP_API_STREAMS_TOO_MANY: {
    meaning: 'This key or token has as many event streams open at this process as one client may have.',
    remedy: 'Close streams that nobody reads, or follow more with one: a topic instead of each order, or webhooks.',
  },
  LP_API_TOPIC_OWNED: {
    meaning: 'Records of this topic are written by its owner alone; nobody can publish there from outside.',
    remedy: 'Ask the owner: publish to one of the request topics that the detail names, or use the route for it.',
  },
  LP_API_WEBHOOKS_TOO_MANY: {
    meaning: 'There are as many webhooks as each order can be told to; one more would be told nothing.',
    remedy: 'Remove one that nobody needs: GET /webhooks lists them.',
  },
  LP_API_PROJECTION_BUSY: {
    meaning: 'A rebuild, verification or switch of this read model is under way; there is one at a time.',
    remedy: 'Wait for it, or end it: DELETE the operation that GET /projections/NAME/operations lists first.',
  },
  LP_API_ERASURE_NOT_DONE: {
    meaning: 'The customer is not erased yet, so that there is nothing to prove.',
    remedy: 'DELETE the customer; it is done when no order is open any more and the key is destroyed. Then ask again.',
  },
  LP_API_ERASURE_BUSY: {
    meaning: 'What is left of another customer is being searched for; there is one search at a time.',
    remedy: 'Ask again when that one has its certificate.',
  },
} as const satisfies Record<string, Explained>;
