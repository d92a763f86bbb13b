import { hash } from 'node:crypto';

/** What an event is called within its page: its own id may hold anything. */
export const anchorOf = (id: string): string => `e-${hash('sha256', id).slice(0, 12)}`;
