import type { Money } from '../../schemas/types/shared.ts';

/**
 * The amount as people read it, with as many digits as the currency has minor units: cents, none for yen, three for
 * dinars. Made of digits and never divided, so it is exact.
 */
export function amountText({ amount, currency }: Money): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  const padded = String(Math.abs(amount)).padStart(digits + 1, '0');
  const whole = padded.slice(0, padded.length - digits);
  const decimal = digits === 0 ? whole : `${whole}.${padded.slice(-digits)}`;
  return format.format(`${amount < 0 ? '-' : ''}${decimal}` as `${number}`);
}
