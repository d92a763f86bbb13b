import type { Explained } from './explained.ts';

/** Exports and imports of the log and of the vault, and the drain before an export. */
export const backupErrors = {
  LP_BACKUP_FOLDER_UNUSABLE: {
    meaning: 'The folder of an export cannot be used: it cannot be read or written, or holds something else.',
    remedy:
      'Name an empty folder to export to, or the folder of an export to import from; check rights and disk space.',
  },
  LP_BACKUP_FORMAT_UNKNOWN: {
    meaning: 'What was to be imported is no export, or one in a format that this version does not read.',
    remedy: 'Use the version of Longplay that made it; docs/reference/log-export.md describes the format.',
  },
  LP_BACKUP_UNFINISHED: {
    meaning: 'The export was broken off before its end: it is no consistent state of the shop.',
    remedy: 'Finish it: run `longplay log export` again with the same folder.',
  },
  LP_BACKUP_DAMAGED: {
    meaning: 'A file of an export is not as it was written. Nothing was imported.',
    remedy: 'Take another copy of the file that the message names, or another export.',
  },
  LP_BACKUP_OTHER_SOURCE: {
    meaning: 'The folder holds the beginning of an export that this one cannot go on with.',
    remedy: 'Export to an empty folder.',
  },
  LP_BACKUP_INTERRUPTED: {
    meaning: 'An export or import was stopped before its end.',
    remedy: 'Run it again with the same folder: it goes on where it was.',
  },
  LP_EXPORT_TOPICS_MISSING: {
    meaning: 'Topics of the installation that was to be exported do not exist.',
    remedy: 'Check LONGPLAY_PREFIX and KAFKA_BROKERS; after an update, start `longplay up` once before the export.',
  },
  LP_EXPORT_NOT_QUIET: {
    meaning: 'The shop did not come to rest in time, so that no consistent state could be copied.',
    remedy:
      'See that everything that the message names runs (`longplay streams status`) and that the providers answer; then run it again with the same folder, or with a longer --timeout.',
  },
  LP_DRAIN_HELD: {
    meaning: 'Another export holds the drain of this installation.',
    remedy: 'Wait until it has ended; of one that was killed nothing is left after 15 seconds.',
  },
  LP_DRAIN_LOST: {
    meaning: 'The drain ended before the export did, so that the shop may have taken writes meanwhile.',
    remedy: 'See that Postgres can be reached all the time, and run the export again with the same folder.',
  },
  LP_RESTORE_TARGET_NOT_EMPTY: {
    meaning: 'The installation that was to be imported into holds records already.',
    remedy: 'Choose a LONGPLAY_PREFIX that nothing was written under.',
  },
  LP_RESTORE_PARTITIONS_UNFIT: {
    meaning: 'What was exported cannot be spread over another number of partitions.',
    remedy: 'Follow the message; with the LONGPLAY_PARTITIONS that it was exported with, it can be imported.',
  },
  LP_RESTORE_TOPIC_UNKNOWN: {
    meaning: 'The export holds records of a topic that this version of Longplay does not have.',
    remedy: 'Import it with the version that made it, or a later one.',
  },
  LP_RESTORE_KEYS_MISSING: {
    meaning: 'The export holds personal data whose keys are not in this vault, so that nobody could read it.',
    remedy:
      'Run `longplay vault import` first. With --without-vault the log is imported all the same: customers without a key cannot be served until the vault has it.',
  },
  LP_RESTORE_RUNNING: {
    meaning: 'Processors of the installation that was to be imported into are running.',
    remedy: 'Stop them, and run the import again.',
  },
  LP_RESTORE_UNFINISHED: {
    meaning: 'An import into this installation was broken off: it must not be started with half of a history.',
    remedy: 'Finish it: run `longplay log import` again with the same folder.',
  },
  LP_RESTORE_SUPERSEDED: {
    meaning: 'Another process has gone on with this import.',
    remedy: 'Let that one finish.',
  },
  LP_VAULT_FILE_UNUSABLE: {
    meaning: 'The file of an exported vault cannot be read or written.',
    remedy: 'Follow the message; an existing file is never written over.',
  },
  LP_VAULT_FILE_SEALED: {
    meaning: 'The file of an exported vault does not open: the passphrase is another, or the file was changed or cut.',
    remedy: 'Check the passphrase; else take another copy of the file.',
  },
  LP_VAULT_PASSPHRASE_UNFIT: {
    meaning: 'No passphrase was given for the file of a vault, or one that is too short.',
    remedy: 'Name a file that holds it with --passphrase-file, or set VAULT_PASSPHRASE; 12 characters at least.',
  },
  LP_VAULT_CONFLICT: {
    meaning: 'The vault and the file hold different keys for the same person. Nothing was imported.',
    remedy: 'They are the vaults of two installations: import into the vault that the log belongs to, or an empty one.',
  },
} as const satisfies Record<string, Explained>;
