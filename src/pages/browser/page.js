// On every page: buttons that copy, and times in the reader's time zone. Nothing here is needed to use a page.

const COPIED_MS = 2_000;

/** @param {string} sentence what a screen reader says */
function say(sentence) {
  const status = document.getElementById('status');
  if (status) status.textContent = sentence;
}

/** @param {HTMLButtonElement} button names the field by `data-copy` */
async function copy(button) {
  const field = document.getElementById(button.dataset['copy'] ?? '');
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // In a frame that may not write to the clipboard.
    field.select();
    say('Selected. Press Ctrl+C to copy.');
    return;
  }
  const label = button.textContent;
  button.textContent = 'Copied';
  say('Copied');
  setTimeout(() => {
    button.textContent = label;
  }, COPIED_MS);
}

document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('button[data-copy]') : null;
  if (button instanceof HTMLButtonElement) void copy(button);
});

const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const TIME_WITH_SECONDS = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/**
 * Rewrites times, which the server gives in UTC, in the reader's zone: as wide as before.
 * @param {ParentNode} part
 */
export function localiseTimes(part) {
  for (const element of part.querySelectorAll('time[data-form]')) {
    if (!(element instanceof HTMLTimeElement)) continue;
    const at = new Date(element.dateTime);
    const { form } = element.dataset;
    if (form === 'clock') element.textContent = TIME_WITH_SECONDS.format(at);
    if (form === 'minute') element.textContent = TIME.format(at);
    if (form === 'day') element.textContent = DAY.format(at);
    if (form === 'full') element.textContent = `${DAY.format(at)}, ${TIME.format(at)}`;
  }
  for (const note of part.querySelectorAll('[data-zone]')) {
    note.textContent = Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
}

localiseTimes(document);
