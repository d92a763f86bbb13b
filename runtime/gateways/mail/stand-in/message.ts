/** What a reader wants of a message (RFC 5322): decoded, as far as it is plain text. */
export type Message = {
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly date: string;
  /** The body; of anything but plain text, as it was sent. */
  readonly text: string;
};

export function readMessage(raw: Buffer): Message {
  // One character per byte, so that nothing is lost before the encodings are known.
  const whole = raw.toString('latin1');
  const end = whole.search(/\r?\n\r?\n/);
  const head = end < 0 ? whole : whole.slice(0, end);
  const body = end < 0 ? '' : whole.slice(end).replace(/^\r?\n\r?\n/, '');
  const headers = headersIn(head);
  const header = (name: string) => decodedWords(headers.get(name) ?? '');
  return {
    messageId: header('message-id'),
    from: header('from'),
    to: header('to'),
    subject: header('subject'),
    date: header('date'),
    text: decodedBody(body, headers.get('content-transfer-encoding') ?? '7bit').replaceAll('\r\n', '\n'),
  };
}

/** The first of each name, unfolded. */
function headersIn(head: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).toLowerCase();
    if (name !== '' && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
}

const utf8 = (binary: string): string => Buffer.from(binary, 'latin1').toString('utf8');

/** Encoded words (RFC 2047), in UTF-8. The space between two of them is none. */
function decodedWords(text: string): string {
  const joined = text.replaceAll(/(=\?[^?\s]+\?[BQ]\?[^?\s]*\?=)\s+(?==\?)/gi, '$1');
  return utf8(
    joined.replaceAll(/=\?utf-8\?([BQ])\?([^?\s]*)\?=/gi, (_, encoding: string, word: string) =>
      encoding.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64').toString('latin1')
        : unquoted(word.replaceAll('_', ' ')),
    ),
  );
}

function decodedBody(body: string, encoding: string): string {
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('utf8');
    case 'quoted-printable':
      return utf8(unquoted(body.replaceAll(/[ \t]*=\r?\n/g, '')));
    default:
      return utf8(body);
  }
}

const unquoted = (text: string): string =>
  text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
