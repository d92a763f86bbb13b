import type { Certificate } from '../../runtime/erasure/certificate.ts';
import { number } from '../import/progress.ts';

type Place = Certificate['findings'][number]['place'];

const WHAT = {
  'plain-text': 'a personal field can be read',
  'other-key': 'a personal field is sealed with another key',
  text: 'one of the given texts stands there',
  'key-alive': 'the vault still has the key',
} as const;

/** Findings that are printed; the JSON document has more. */
const PRINTED = 20;

/** A certificate for a person's eyes. */
export function certificateText(certificate: Certificate): string {
  const { customerId, erased, finishedAt, topics, tables, folders, totals, texts, clean, sha256 } = certificate;
  const lines = [
    clean
      ? `${customerId}: ${totals.unread === 0 ? 'nothing that can be read is left' : 'nothing was found where it could be looked for'}`
      : `${customerId}: ${number(totals.findings)} places hold what must not be there`,
    `  key destroyed ${erased.keyDestroyedAt} (version ${erased.version}, ${erased.topic}[${erased.partition}]@${erased.offset})`,
    `  searched until ${finishedAt}: ${number(totals.records)} records of ${topics.length} topics, ${number(totals.rows)} rows of ${tables.length} tables, ${number(totals.files)} files of ${folders.length} folders`,
    `  ${number(totals.sealed)} texts are sealed for this customer, and nobody has the key`,
    texts === 0 ? '  no texts were given to look for' : `  ${number(texts)} given texts were looked for in every byte`,
  ];
  if (totals.unread > 0) {
    lines.push(
      `  ${number(totals.unread)} places could not be read; the guide says for each reason what is found there:`,
    );
    lines.push(...listed(certificate.unread.map(({ why, place }) => `${placeText(place)}: ${why}`)));
  }
  lines.push(...listed(certificate.findings.map(({ what, place }) => `${placeText(place)}: ${WHAT[what]}`)));
  return `${[...lines, `  sha256 ${sha256}`].join('\n')}\n`;
}

function listed(lines: readonly string[]): string[] {
  const shown = lines.slice(0, PRINTED).map(line => `    ${line}`);
  return lines.length > PRINTED ? [...shown, `    and ${number(lines.length - PRINTED)} more (--json)`] : shown;
}

function placeText(place: Place): string {
  if ('topic' in place) return `${place.topic}[${place.partition}]@${place.offset}`;
  if ('table' in place) return `${place.table} ${place.row}`;
  return 'file' in place ? `${place.file} from byte ${place.at}` : `vault key ${place.vault}`;
}
