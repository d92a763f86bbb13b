type Versioned = { version: string; packages?: Record<string, { version?: string }> };

/** A package.json, or a package-lock.json with what it says of the package itself, with another version. */
export function withVersion(text: string, version: string): string {
  const manifest = JSON.parse(text) as Versioned;
  manifest.version = version;
  const root = manifest.packages?.[''];
  if (root !== undefined) root.version = version;
  // As npm prints both files.
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
