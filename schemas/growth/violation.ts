/** A rule that a schema breaks, and where: a dotted path from the root record. */
export type GrowthViolation = { readonly rule: string; readonly path: string; readonly message: string };

export type Report = (rule: string, path: string, message: string) => void;

export function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
