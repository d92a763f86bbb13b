/** The day of a time in UTC, such as 2026-11-21. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 'YYYY-MM-DD'.length);

/** The month of a time in UTC, such as 2026-11. */
export const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 'YYYY-MM'.length);
