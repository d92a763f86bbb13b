import type { Explained } from './explained.ts';

/** The schema registry. */
export const registryErrors = {
  LP_REGISTRY_UNAVAILABLE: {
    meaning:
      'The schema registry could not be reached, did not answer in time, or failed by itself, for as long as it was tried.',
    remedy: 'Check that SCHEMA_REGISTRY_URL is right, and that the registry is up and reachable from this machine.',
  },
  LP_REGISTRY_REFUSED: {
    meaning: 'The schema registry understood a request and refused it.',
    remedy:
      'Read the registry’s own words in the message: a missing right, a read-only mode, or a schema that it cannot parse.',
  },
  LP_REGISTRY_UNEXPECTED: {
    meaning: 'What answers at the registry’s URL does not speak the schema registry’s API.',
    remedy:
      'Check the path in SCHEMA_REGISTRY_URL: it is what stands before /subjects, for Apicurio http://host:port/apis/ccompat/v7.',
  },
  LP_REGISTRY_SCHEMA_UNKNOWN: {
    meaning:
      'A record names a schema id that the registry does not have, or one that is no self-contained Avro schema.',
    remedy:
      'Check that this is the registry that the record’s writer used; a deleted schema has to be registered again.',
  },
  LP_REGISTRY_INCOMPATIBLE: {
    meaning:
      'The registry refused a new version of a schema, since records or readers of earlier versions would break.',
    remedy:
      'Give new fields a default, keep fields without one, and never change a type; see docs/decisions/0021-schemas-that-can-grow.md.',
  },
  LP_REGISTRY_LEVEL_DRIFT: {
    meaning:
      'A subject stands at another compatibility level than the catalogue says, so its new version was not registered.',
    remedy: 'Find out who changed the level and why, then set it back.',
  },
} as const satisfies Record<string, Explained>;
