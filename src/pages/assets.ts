/** The files that pages load: under an address that changes with their content, so that browsers keep them for good. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import express, { type Router } from 'express';
import { RollcallError } from '../base/errors.ts';
import type { Brand } from './brand.ts';
import { type Address, path } from './html.ts';

interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  readonly br: Buffer | undefined;
  readonly gzip: Buffer | undefined;
}

/** Those in `browser/`. */
const FILES = {
  'theme.css': 'text/css; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'live.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const;

/** A logo may be drawn with styles of its own, and nothing in it runs. */
const LOGO_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

export class Assets {
  readonly #files: ReadonlyMap<string, Asset>;
  readonly #hash: string;

  constructor({ css, logo }: Pick<Brand, 'css' | 'logo'>) {
    const files = new Map<string, Asset>();
    for (const [name, type] of Object.entries(FILES)) {
      files.set(name, compressed(type, readFileSync(new URL(`browser/${name}`, import.meta.url))));
    }
    files.set('brand.css', compressed(FILES['theme.css'], Buffer.from(css)));
    if (logo) files.set(logo.file, { type: logo.type, plain: logo.bytes, br: undefined, gzip: undefined });
    this.#files = files;
    const hash = createHash('sha256');
    for (const [name, { plain }] of files) hash.update(name).update(plain);
    this.#hash = hash.digest('hex').slice(0, 16);
  }

  /** @throws Error for a file that there is not */
  address(file: string): Address {
    if (!this.#files.has(file)) throw new Error(`there is no file ${file} for pages`);
    return path`/pages/${this.#hash}/${file}`;
  }

  /** Of an older hash nothing is kept: what asks for it has a page that was made before the last start. */
  routes(): Router {
    const router = express.Router();
    router.get('/:hash/:file', ({ params, headers }, response) => {
      const asset = params.hash === this.#hash ? this.#files.get(params.file) : undefined;
      if (!asset) throw new RollcallError('notFound', 'There is nothing at this address.');
      const accepted = headers['accept-encoding'] ?? '';
      const encoding = (['br', 'gzip'] as const).find(
        name => asset[name] && new RegExp(`\\b${name}\\b(?!;q=0(?:\\.0*)?\\b)`).test(accepted),
      );
      response.set({
        'Content-Type': asset.type,
        'Cache-Control': 'public, max-age=31536000, immutable',
        'Cross-Origin-Resource-Policy': 'same-origin',
        Vary: 'Accept-Encoding',
        ...(encoding ? { 'Content-Encoding': encoding } : {}),
        ...(asset.type.startsWith('image/') ? { 'Content-Security-Policy': LOGO_POLICY } : {}),
      });
      response.send(encoding ? asset[encoding] : asset.plain);
    });
    return router;
  }
}

const compressed = (type: string, plain: Buffer): Asset => ({
  type,
  plain,
  br: brotliCompressSync(plain),
  gzip: gzipSync(plain),
});
