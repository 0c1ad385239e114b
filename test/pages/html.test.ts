/** The template tag of the pages: what is put in is text, wherever it stands. */
import { assert, property, string } from 'fast-check';
import { flag, html, type Insert, markupOf, path, webAddress } from '../../src/pages/html.ts';
import { PROPERTY_SEED } from '../property/property-seed.ts';

const shown = (text: Insert): string => markupOf(html`<p title="${text}">${text}</p>`);

test('any text stays text, in an element and in an attribute', () => {
  assert(
    property(string({ unit: 'binary' }), text => {
      const [, title = '', content = ''] = /^<p title="([^"<>]*)">([^"<>]*)<\/p>$/.exec(shown(text)) ?? [];
      const back = (escaped: string): string =>
        escaped
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&');
      return back(title) === text && back(content) === text;
    }),
    { seed: PROPERTY_SEED },
  );
});

test.each<[string, () => unknown]>([
  ['an address without quotation marks', () => html`<a href=${'x'}>x</a>`],
  ['an address that is only text', () => html`<a href="${'javascript:alert(1)'}">x</a>`],
  ['the action of a form that is only text', () => html`<form action="${'/x'}"></form>`],
  ['a handler', () => html`<p onclick="${'x'}"></p>`],
  ['a style', () => html`<p style="${'x'}"></p>`],
  ['a document in a frame', () => html`<iframe srcdoc="${'x'}"></iframe>`],
  ['a script', () => html`<script>${'x'}</script>`],
  ['a stylesheet', () => html`<style>${'x'}</style>`],
  ['a comment', () => html`<!-- ${'x'} -->`],
  ['the name of an element', () => html`<${'p'}>`],
  ['the rest of an element’s name', () => html`<p${'x'}>`],
  ['an attribute', () => html`<p ${'onclick=x'}></p>`],
  ['a template that ends inside a tag', () => html`<p title="${'x'}"`],
  ['markup in an attribute', () => html`<p title="${html`<b>x</b>`}"></p>`],
])('an insert is refused as %s', (_name, make) => {
  expect(make).toThrow();
});

test('made markup, lists, addresses and flags stand where they fit', () => {
  const items = ['a', 'b'].map(item => html`<li>${item}</li>`);
  expect(markupOf(html`<ul>${items}${false}${null}${undefined}${7}</ul>`)).toBe(
    '<ul><li>a</li><li>b</li>7</ul>',
  );
  expect(markupOf(html`<a href="${path`/x/${'a/b?c'}`}">x</a>`)).toBe('<a href="/x/a%2Fb%3Fc">x</a>');
  expect(markupOf(html`<a href="${webAddress('https://example.com/?a=1&b=2')}">x</a>`)).toBe(
    '<a href="https://example.com/?a=1&amp;b=2">x</a>',
  );
  expect(markupOf(html`<input ${flag('checked', true)} ${flag('disabled', false)}>`)).toBe(
    '<input checked >',
  );
});

test('an address is a web address, and a path one of this service', () => {
  expect(() => webAddress('javascript:alert(1)')).toThrow();
  expect(() => webAddress('data:text/html,x')).toThrow();
  expect(() => path`//elsewhere.example.com/${'x'}`).toThrow();
});
