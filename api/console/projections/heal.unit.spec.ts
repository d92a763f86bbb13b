import { describe, expect, it } from 'vitest';
import { createClient } from '../../client/client.ts';
import { html, render } from '../html.ts';
import { textOf } from '../testing/forms.ts';
import { triedWith } from './heal.ts';

describe('a key of a read model that is to be made anew', () => {
  it.each([
    [{ status: 503, problem: { code: 'LP_API_UNAVAILABLE', detail: 'Postgres is away.' } }, 'Postgres is away.'],
    [{ status: 429, problem: { code: 'LP_API_TOO_MANY', detail: 'Too many calls.' } }, 'Too many calls.'],
    [null, 'no answer within 20 ms'],
  ])('can be asked for where nobody can tell now what a key would become: %j', async (answer, why) => {
    const baseUrl = 'http://127.0.0.1';
    const asking =
      answer === null
        ? () => new Promise<Response>(() => undefined)
        : async () => Response.json(answer.problem, { status: answer.status });
    const { moot, fields, before, counts } = await triedWith(
      createClient({ baseUrl, fetch: asking }),
      'products',
      'lp-1',
      [['Read model', 'products']],
      20,
    );
    expect([moot, textOf(render(html`${before}`)), render(html`${fields?.({ of: 'lp-1' })}`)]).toEqual([
      undefined,
      expect.stringContaining(`What it would write cannot be told now: ${why}`),
      '<input type="hidden" name="of" value="lp-1">',
    ]);
    expect(counts?.map(([title]) => title)).toEqual(['Read model', 'Key']);
  });
});
