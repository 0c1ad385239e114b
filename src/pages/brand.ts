/** How the pages look like the product they belong to: its name, logo, colour and addresses, from the settings. */
import { readFileSync } from 'node:fs';
import type { PagesConfig } from '../config/config.ts';
import { fileFailure } from '../config/file-failure.ts';
import { contrast, readableOn, textOn } from './colour.ts';
import { type Address, webAddress } from './html.ts';

export interface Brand {
  /** `undefined`: the product is not named. */
  readonly productName: string | undefined;
  readonly logo: Logo | undefined;
  readonly colourScheme: PagesConfig['colourScheme'];
  readonly help: Address | undefined;
  readonly team: Address | undefined;
  readonly signIn: Address | undefined;
  /** The custom properties of theme.css that depend on the accent colour. */
  readonly css: string;
}

interface Logo {
  readonly file: string;
  readonly type: 'image/svg+xml' | 'image/png';
  readonly bytes: Buffer;
}

const LARGEST_LOGO = 65_536;
const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** The cards of theme.css, on which buttons and links stand. */
const LIGHT_CARD = '#ffffff';
const DARK_CARD = '#1d1b19';
const DEFAULT_ACCENT = '#2757b6';
/** WCAG 2.2, 1.4.11 for parts of the interface and 1.4.3 for text. */
const PART_CONTRAST = 3;
const TEXT_CONTRAST = 4.5;

/** @param warn gets a sentence for the operator about what cannot be used as it is set */
export function createBrand(pages: PagesConfig, warn: (sentence: string) => void): Brand {
  const { productName, colourScheme, helpUrl, teamUrl, signInUrl } = pages;
  return {
    productName,
    colourScheme,
    logo: pages.logoPath === '' ? undefined : readLogo(pages.logoPath, warn),
    help: helpUrl === undefined ? undefined : webAddress(helpUrl),
    team: teamUrl === undefined ? undefined : webAddress(teamUrl),
    signIn: signInUrl === undefined ? undefined : webAddress(signInUrl),
    css: cssFor(usableAccent(pages.accentColour, warn)),
  };
}

function usableAccent(accent: string, warn: (sentence: string) => void): string {
  const ratio = contrast(accent, LIGHT_CARD);
  if (ratio >= PART_CONTRAST) return accent;
  warn(
    `PAGES_ACCENT ${accent} has a contrast of ${ratio.toFixed(1)} to the page, and buttons need ${PART_CONTRAST}: the pages use ${DEFAULT_ACCENT} instead.`,
  );
  return DEFAULT_ACCENT;
}

function cssFor(accent: string): string {
  const dark = readableOn(DARK_CARD, accent, TEXT_CONTRAST);
  const link = readableOn(LIGHT_CARD, accent, TEXT_CONTRAST);
  return `:root{--accent:light-dark(${accent},${dark});--on-accent:light-dark(${textOn(accent)},${textOn(dark)});--link:light-dark(${link},${dark})}`;
}

function readLogo(path: string, warn: (sentence: string) => void): Logo | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    warn(`PAGES_LOGO: ${fileFailure(path, 'read', error)} The pages have no logo.`);
    return undefined;
  }
  const isPng = bytes.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE);
  const isSvg = /^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!DOCTYPE[^>]*>\s*)?<svg[\s>]/s.test(
    bytes.toString('utf8'),
  );
  if (bytes.length > LARGEST_LOGO || !(isPng || isSvg)) {
    warn(
      `PAGES_LOGO must be an SVG or PNG file of at most ${LARGEST_LOGO / 1_024} KiB; the pages have no logo.`,
    );
    return undefined;
  }
  return isPng
    ? { file: 'logo.png', type: 'image/png', bytes }
    : { file: 'logo.svg', type: 'image/svg+xml', bytes };
}
