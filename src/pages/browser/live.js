// On pages that show what happens: new parts come over Server-Sent Events. Without it, the page is loaded again.
import { localiseTimes } from './page.js';

const MOST_LINES = 200;
const SAY_EVERY_MS = 5_000;

/** @type {{ createHTML(html: string): string }} */
const policy = /** @type {any} */ (window).trustedTypes?.createPolicy('rollcall', {
  // Only frames of our own stream come here, and the server has escaped what is in them.
  createHTML: (/** @type {string} */ html) => html,
}) ?? { createHTML: (/** @type {string} */ html) => html };

/** @param {string} html */
function fragmentOf(html) {
  const template = document.createElement('template');
  template.innerHTML = policy.createHTML(html);
  localiseTimes(template.content);
  return template.content;
}

/** @param {string} name */
const part = name => document.querySelector(`[data-live="${name}"]`);

let unsaid = 0;
let saidAt = 0;

/** @param {string} sentence of the newest line */
function announce(sentence) {
  unsaid += 1;
  if (Date.now() - saidAt < SAY_EVERY_MS) return;
  const status = document.getElementById('status');
  if (status)
    status.textContent = `${unsaid} new ${unsaid === 1 ? 'request' : 'requests'}. Last: ${sentence}`;
  unsaid = 0;
  saidAt = Date.now();
}

/** @param {string} html lines, the oldest first */
function addLines(html) {
  const lines = part('lines');
  if (!lines) return;
  for (const line of [...fragmentOf(html).children]) {
    if (lines.querySelector(`[data-id="${CSS.escape(line.getAttribute('data-id') ?? '')}"]`)) continue;
    line.classList.add('new');
    lines.prepend(line);
    announce(line.children[1]?.textContent ?? '');
  }
  while (lines.children.length > MOST_LINES) lines.lastElementChild?.remove();
}

/** @param {string} html of the part @param {string} name */
function replacePart(html, name) {
  const place = part(name);
  if (!place || place.contains(document.activeElement)) return;
  place.replaceChildren(fragmentOf(html));
}

/** @param {string} text names of what has happened, with spaces between them */
function tickSteps(text) {
  const happened = new Set(text.trim().split(' '));
  for (const step of document.querySelectorAll('.steps > li[data-proves]')) {
    step.classList.toggle('seen', happened.has(step.getAttribute('data-proves') ?? ''));
  }
}

/** @type {EventSource | undefined} */
let source;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let polling;

/** @param {string} text */
function say(text) {
  const place = part('connection');
  if (place) place.textContent = text;
}

function connect() {
  const address = document.querySelector('[data-live-address]')?.getAttribute('data-live-address');
  if (!address || source) return;
  source = new EventSource(address);
  source.onopen = () => say('Live');
  source.onerror = () => {
    say('The connection was lost. Trying again; nothing that is sent meanwhile is lost.');
    // A stream that is refused is not tried again by the browser: there is no room for one more.
    if (source?.readyState === EventSource.CLOSED) {
      disconnect();
      polling = setTimeout(() => location.reload(), 10_000);
    }
  };
  source.addEventListener('lines', ({ data }) => addLines(data));
  source.addEventListener('state', ({ data }) => replacePart(data, 'state'));
  source.addEventListener('strip', ({ data }) => replacePart(data, 'strip'));
  source.addEventListener('values', ({ data }) => replacePart(data, 'values'));
  source.addEventListener('steps', ({ data }) => tickSteps(data));
}

function disconnect() {
  source?.close();
  source = undefined;
  clearTimeout(polling);
}

// A browser opens six connections to a host: a page that is not seen holds none.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) disconnect();
  else connect();
});
addEventListener('pagehide', disconnect);
connect();
