import type { Explained } from './explained.ts';

/** Values on the wire, and the vault of personal data. */
export const codecErrors = {
  LP_CODEC_SCHEMA_INVALID: {
    meaning: 'An Avro schema cannot be used: it is not valid, or what it marks as personal does not follow the rules.',
    remedy: 'Correct the schema where the message says.',
  },
  LP_CODEC_VALUE_INVALID: {
    meaning: 'A value does not fit the schema that it was to be written with; nothing was written.',
    remedy: 'Correct the field that the message names: its value, or its type in the schema.',
  },
  LP_CODEC_PERSONAL_PLAINTEXT: {
    meaning:
      'A personal field was to be written with something else than text that is sealed for this very person; nothing was written.',
    remedy:
      'Seal the record once, where its data enters; afterwards copy the sealed text, within one person’s records.',
  },
  LP_CODEC_SUBJECT_MISSING: {
    meaning: 'A record holds personal data, and does not say of whom.',
    remedy: 'Fill the field that the schema names as dataSubject.',
  },
  LP_CODEC_SEAL_BROKEN: {
    meaning: 'What stands in a personal field cannot be opened: it is not sealed, was changed, or is another person’s.',
    remedy: 'Find the writer of the record: it did not go through the codec, or the bytes were changed.',
  },
  LP_CODEC_UNDECODABLE: {
    meaning: 'The value of a record cannot be read.',
    remedy: 'Look at the case: its reason says whether the bytes, the schema’s id or the schema is at fault.',
  },
  LP_CODEC_SCHEMAS_UNAVAILABLE: {
    meaning: 'A schema that records were written with could not be fetched, so nothing can be said about them yet.',
    remedy: 'Nothing to do: it is tried again. If it persists, look at the schema registry.',
  },
  LP_VAULT_UNAVAILABLE: {
    meaning: 'The vault, which holds the keys of personal data, could not be reached or did not answer in time.',
    remedy: 'Nothing to do: it is tried again. If it persists, look at Postgres.',
  },
  LP_VAULT_KEY_MISSING: {
    meaning: 'Personal data is sealed with a key that this vault has never had.',
    remedy:
      'Check that DATABASE_URL is the database of this installation; restore the schema of the vault from a backup.',
  },
  LP_VAULT_KEY_WRONG: {
    meaning: 'The keys in the vault are wrapped with another key-encryption key than the one that was given.',
    remedy: 'Set VAULT_KEY to the key that the vault was begun with, or restore the file vault.key in LONGPLAY_HOME.',
  },
  LP_VAULT_KEY_INVALID: {
    meaning: 'The key-encryption key of the vault is not usable: it is malformed, or others may read its file.',
    remedy: 'Follow the message; a key is 32 random bytes in base64, as `openssl rand -base64 32` makes them.',
  },
} as const satisfies Record<string, Explained>;
