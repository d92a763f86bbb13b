/** Where in a value: field names, indices and map keys. */
export type Path = readonly (string | number)[];

/** `lines[2].price`; empty for the value itself. */
export function showPath(path: Path): string {
  return path.reduce<string>((shown, step) => {
    if (typeof step === 'number' || /^\d+$/.test(step)) return `${shown}[${step}]`;
    return shown === '' ? step : `${shown}.${step}`;
  }, '');
}
