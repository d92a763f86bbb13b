import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { errorsPage } from './errors.page.ts';
import { errorCatalogue, LongplayError } from './errors.ts';

it('the committed page of errors is what `npm run generate` writes', () => {
  expect(readFileSync('docs/reference/errors.md', 'utf8')).toBe(errorsPage());
});

it('every error is one documented code with a meaning and a remedy, each in whole sentences', () => {
  for (const [code, { meaning, remedy }] of Object.entries(errorCatalogue)) {
    expect(code).toMatch(/^LP_[A-Z]+(_[A-Z0-9]+)+$/);
    expect(meaning).toMatch(/^[A-Z].*\.$/);
    expect(remedy).toMatch(/^[A-Z].*\.$/);
  }
});

it('an error without its own remedy has that of its code, and keeps its cause', () => {
  const cause = new Error('below');
  const error = new LongplayError('LP_LOG_FATAL', 'No.', { cause });
  expect(error).toMatchObject({ code: 'LP_LOG_FATAL', remedy: errorCatalogue.LP_LOG_FATAL.remedy, cause });
});
