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
  LP_API_NOT_READY: {
    meaning: 'Kafka, the schema registry or Postgres does not answer.',
    remedy: 'Look at `servers`, which names what is down and why.',
  },
  LP_API_PORT_TAKEN: {
    meaning: 'Another program already listens on the port that the API was to use.',
    remedy: 'Stop the other program, or set PORT to another number (0 takes a free one).',
  },
  LP_API_ADDRESS_UNUSABLE: {
    meaning: 'The API cannot listen on the address or port that it was given.',
    remedy: 'Set HOST to an address of this machine, and PORT to 1024 or more.',
  },
} as const satisfies Record<string, Explained>;
