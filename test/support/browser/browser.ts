/** A real browser that looks at pages as strictly as a reviewer would: each page it opens must pass. */

import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { findProgram } from '../process/outside-tools.ts';

const CHROMIUM = findProgram('chromium');
const IN_PAGE = fileURLToPath(new URL('in-page.js', import.meta.url));

/** Skips its tests on a laptop without Chromium. */
export const describeInBrowser = CHROMIUM === undefined ? (describe.skip as typeof describe) : describe;

export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong so far: errors on the console, refused by the policy, asked of other hosts. */
  readonly faults: readonly string[];
  /** Judges the page as it is now. @returns accessibility violations, sideways scrolling and shifts of the layout */
  judge(): Promise<readonly string[]>;
}

export interface UsedBrowser {
  /** A visitor of its own: other cookies, another cache. */
  visit(options?: BrowserContextOptions): Promise<Visitor>;
}

/** Starts a browser for a suite; visitors leave after each test, and none of them may have found a fault. */
export function useBrowser(): UsedBrowser {
  let browser: Browser;
  const visitors: Visitor[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: CHROMIUM ?? '',
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
  });
  afterEach(async () => {
    const faults = visitors.flatMap(visitor => visitor.faults);
    for (const { context } of visitors.splice(0)) await context.close();
    expect(faults).toEqual([]);
  });
  afterAll(() => browser.close());
  return {
    visit: async options => {
      const visitor = await openVisitor(browser, options);
      visitors.push(visitor);
      return visitor;
    },
  };
}

async function openVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width: 640, height: 900 }, ...options });
  const faults: string[] = [];
  const page = await context.newPage();
  await page.addInitScript({ path: IN_PAGE });
  page.on('console', message => {
    // What a page is answered is the test's to judge.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(message.text());
  });
  page.on('pageerror', error => faults.push(error.message));
  page.on('request', request => {
    const { hostname } = new URL(request.url());
    if (!['127.0.0.1', 'localhost'].includes(hostname)) faults.push(`asked ${hostname} for ${request.url()}`);
  });
  return { page, context, faults, judge: () => judge(page) };
}

// `evaluate` is not held to the policy of the page, which lets no script in.
async function judge(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return (await page.evaluate('judgePage()')) as readonly string[]; // as in-page.js returns it
}
