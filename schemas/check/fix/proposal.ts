import type { TextEdit } from './edits.ts';

export type FixKind =
  | 'default'
  | 'nullable'
  | 'alias'
  | 'fewer-aliases'
  | 'enum-default'
  | 'wider-type'
  | 'add-branch'
  | 'add-symbol'
  | 'remove-symbol'
  | 'remove-branch'
  | 'restore';

/** A change to the candidate's text that may help. `sentence` says it in the imperative, without a full stop. */
export type Proposal = { readonly kind: FixKind; readonly sentence: string; readonly edits: readonly TextEdit[] };
