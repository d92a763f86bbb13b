const hidden = '***';

/** scheme://user:password@, anywhere, whoever wrote it. */
const passwordInUrl = /([a-z][a-z0-9+.-]*:\/\/[^\s:@/"]*):([^\s@/"]+)@/gi;

/** Shorter ones would hide half of every text; whoever has such a password has little to lose. */
const shortest = 4;

/** Replaces the given secrets, and the password in any URL, by ***. */
export function createMask(secrets: readonly string[]): (text: string) => string {
  return maskOf(secrets, secret => secret);
}

/** The same for one serialised JSON document: only its strings change, so that it stays JSON. */
export function createJsonMask(secrets: readonly string[]): (line: string) => string {
  const mask = maskOf(secrets, secret => JSON.stringify(secret).slice(1, -1));
  return line => (mask(line) === line ? line : line.replace(/"(?:[^"\\]|\\.)*"/g, mask));
}

function maskOf(secrets: readonly string[], form: (secret: string) => string): (text: string) => string {
  const long = secrets.filter(secret => secret.length >= shortest);
  const patterns = [...new Set(long.flatMap(secret => [form(secret), encodeURIComponent(secret)]))];
  return text => {
    // Most lines name no URL, and looking for one costs as much as writing the line.
    let masked = text.includes('://') ? text.replace(passwordInUrl, `$1:${hidden}@`) : text;
    for (const pattern of patterns) masked = masked.replaceAll(pattern, hidden);
    return masked;
  };
}
