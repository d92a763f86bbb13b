/** As in the rest of the repository (biome.json). */
const lineWidth = 120;

/**
 * Prints a schema in the one way in which .avsc files are kept: two spaces, and on one line whatever fits. One way,
 * so that a diff shows the change and nothing else.
 */
export function formatSchema(schema: unknown): string {
  return `${print(schema, 0, 0)}\n`;
}

/** `before`: characters already on the line. The closing comma is counted in. */
function print(value: unknown, depth: number, before: number): string {
  const flat = onOneLine(value);
  if (typeof value !== 'object' || value === null) return flat;
  if (depth > 0 && before + flat.length < lineWidth) return flat;
  const indent = '  '.repeat(depth + 1);
  const parts = Array.isArray(value)
    ? value.map(item => print(item, depth + 1, indent.length))
    : Object.entries(value).map(([key, item]) => {
        const label = `${JSON.stringify(key)}: `;
        return `${label}${print(item, depth + 1, indent.length + label.length)}`;
      });
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return `${open}\n${parts.map(part => indent + part).join(',\n')}\n${'  '.repeat(depth)}${close}`;
}

export function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  return `{ ${entries.map(([key, item]) => `${JSON.stringify(key)}: ${onOneLine(item)}`).join(', ')} }`;
}
