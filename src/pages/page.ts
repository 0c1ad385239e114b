/** The document around a page's content: its title, skip link, header, main part and footer. */
import { gzipSync } from 'node:zlib';
import type { Response } from 'express';
import type { Assets } from './assets.ts';
import type { Brand } from './brand.ts';
import { type Html, html, markupOf } from './html.ts';

export interface Page {
  readonly title: string;
  readonly main: Html;
  /** Between logo and help link. */
  readonly header?: Html;
  readonly footer?: Html;
  /** Of `main`, for theme.css. */
  readonly kind?: string;
  /** Other scripts than page.js, from `browser/`. */
  readonly scripts?: readonly string[];
  /** Where no script keeps the page up to date, it is loaded again after so many seconds. */
  readonly refreshSeconds?: number;
}

export class PageLayout {
  readonly #assets: Assets;
  readonly #brand: Brand;

  constructor(assets: Assets, brand: Brand) {
    this.#assets = assets;
    this.#brand = brand;
  }

  get brand(): Brand {
    return this.#brand;
  }

  send(response: Response, page: Page, status = 200): void {
    const document = Buffer.from(`<!doctype html>\n${markupOf(this.#document(page))}`);
    const isCompressed = response.req.acceptsEncodings('gzip', 'identity') === 'gzip';
    response.status(status).set({
      'Content-Type': 'text/html; charset=utf-8',
      Vary: 'Accept-Encoding',
      ...(isCompressed ? { 'Content-Encoding': 'gzip' } : {}),
    });
    // A token stands in one answer alone, and no page repeats what its address says: lengths give nothing away (BREACH).
    response.send(isCompressed ? gzipSync(document) : document);
  }

  #document({ title, main, header, footer, kind = '', scripts = [], refreshSeconds }: Page): Html {
    const { colourScheme } = this.#brand;
    const file = (name: string) => this.#assets.address(name);
    return html`<html lang="en" data-scheme="${colourScheme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" type="image/svg+xml" href="${file('icon.svg')}">
<link rel="stylesheet" href="${file('theme.css')}">
<link rel="stylesheet" href="${file('brand.css')}">
${['page.js', ...scripts].map(script => html`<script type="module" src="${file(script)}"></script>`)}
${refreshSeconds !== undefined && html`<noscript><meta http-equiv="refresh" content="${refreshSeconds}"></noscript>`}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top">${this.#logo()}${header}${this.#help()}</header>
<main id="main" class="${kind}" tabindex="-1">${main}</main>
${footer && html`<footer class="bottom">${footer}</footer>`}
<div class="only-read" role="status" id="status"></div>
</body>
</html>
`;
  }

  #logo(): Html | false {
    const { logo, productName } = this.#brand;
    if (logo)
      return html`<img class="logo" src="${this.#assets.address(logo.file)}" alt="${productName ?? ''}" height="28">`;
    return productName !== undefined && html`<strong>${productName}</strong>`;
  }

  #help(): Html | false {
    const { help } = this.#brand;
    return (
      help !== undefined && html`<a class="help" href="${help}" rel="noopener" target="_blank">Get help</a>`
    );
  }
}
