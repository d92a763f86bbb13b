/** Longest address that can stand in an SMTP path (RFC 5321, 4.5.3.1.3, less its brackets). */
const LONGEST = 254;

/**
 * Whether a mail can be sent there: one plain address. Stricter than RFC 5321, which also allows quotes and comments:
 * nobody has such an address, and what a parser takes for two is sent to two.
 */
export function isAddress(text: string): boolean {
  return text.length <= LONGEST && /^[^\s\p{Cc}@<>()[\]\\,;:"]{1,64}@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*$/u.test(text);
}

/** A sender, written as an address or as `Name <address>`, the name with or without quotes; null where it is neither. */
export function senderOf(text: string): { readonly name: string; readonly address: string } | null {
  const [, name = '', bracketed] = /^\s*(?:"?([^"<>]*?)"?\s*<([^<>]+)>|\S+)\s*$/.exec(text) ?? [];
  const address = bracketed ?? text.trim();
  return isAddress(address) && !/\p{Cc}/u.test(name) ? { name, address } : null;
}
