import { describe, expect, it } from 'vitest';
import { attributes, html, joined, render } from './html.ts';

describe('a template', () => {
  it('escapes what is no markup, in texts and in attributes', () => {
    const evil = `"><script>alert('x')</script>&`;
    expect(render(html`<a title="${evil}">${evil}</a>`)).toBe(
      '<a title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;">&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;</a>',
    );
  });

  it('takes markup in as it is, once', () => {
    expect(render(html`<p>${html`<b>${'<'}</b>`}</p>`)).toBe('<p><b>&lt;</b></p>');
  });

  it('takes lists, numbers, and nothing', () => {
    expect(render(html`${[1, [2n, 'a']]}${null}${undefined}${false}${0}${''}`)).toBe('12a0');
  });

  it('cannot be played by a value that looks like markup', () => {
    const forged = { toString: () => '<b>' } as unknown as string;
    expect(render(html`${JSON.parse('{"markup":"<b>"}')}`)).not.toContain('<b>');
    expect(() => render(html`${forged}`)).not.toThrow();
    expect(render(html`${forged}`)).not.toContain('<b>');
  });

  it('is refused where a value would have no safe place', () => {
    expect(() => html`<a href=${'x onclick=y'}>`).toThrow('quotes');
    expect(() => html`<script>${'x'}</script>`).toThrow('No value is safe');
    expect(() => html`<style>a{}${'x'}</style>`).toThrow('No value is safe');
  });
});

describe('attributes', () => {
  it('are left out where there is nothing to say', () => {
    expect(
      render(attributes({ id: 'a"b', hidden: true, open: false, title: null, 'aria-label': undefined, x: 0 })),
    ).toBe(' id="a&quot;b" hidden x="0"');
  });

  it('have names that cannot end the tag', () => {
    expect(() => attributes({ 'a b': 1 })).toThrow('no name');
  });
});

it('joined puts something between', () => {
  expect(render(html`${joined(['a', 'b', 'c'], html`<br>`)}`)).toBe('a<br>b<br>c');
});
