// The console's script: keeps the page up to date. All works without it, but for what moves by itself.
// EventSource tells what has changed; a page that shows a part of it fetches itself again, and is morphed.

/** A page is fetched again at most so often, ms: with every other word from the server, which comes every two seconds. */
const PAUSE_MS = 3_500;
/** So long without a word from the server: what is shown is old, ms. */
const SILENT_MS = 10_000;
/** A stream that was refused is asked for again after so long, ms. */
const AGAIN_MS = 5_000;
/** A page that does not come within this is not waited for, ms: it is told, and asked for again. */
const ANSWER_MS = 15_000;

const state = document.getElementById('stream');
let fetched = Date.now();
let heard = Date.now();
let shown = Date.now();
let fetching = false;
const page = () => document.getElementById('page');
/** Whether what is shown is not whole yet. */
const isPartial = () => page()?.dataset.partial !== undefined;
let wanted = isPartial();
/** Whether the page could not be fetched when it should have been. */
let failed = false;

const isLive = parts => (page()?.dataset.live ?? '').split(' ').some(part => parts.includes(part));
/** What somebody is writing, or has chosen, is not taken away. */
const isBusy = () => document.activeElement?.matches('input, textarea, select') ?? false;

function tell(lost) {
  if (state === null) return;
  const old = Math.round((Date.now() - (failed ? shown : heard)) / 1_000);
  const text = lost ? `not live, ${old} s old` : 'live';
  if (state.textContent !== text) state.textContent = text;
  state.classList.toggle('lost', lost);
  state.hidden = false;
}

async function refresh() {
  wanted = true;
  if (fetching || document.hidden || isBusy()) return;
  // With the next word from the server: all who look at the same ask at the same moment, and it makes one page for them.
  if (Date.now() - fetched < PAUSE_MS) return;
  fetching = true;
  wanted = false;
  try {
    const answer = await fetch(location.href, {
      headers: { 'longplay-fragment': '1' },
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    // Asked again with the next word from the server. Signed out elsewhere: the next click tells.
    failed = !answer.ok;
    wanted = failed;
    if (failed) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('page');
    const now = page();
    if (fresh !== null && now !== null && !isBusy()) morph(now, fresh);
    shown = Date.now();
    wanted ||= isPartial();
    prepare();
  } catch {
    failed = true;
    wanted = true;
  } finally {
    fetched = Date.now();
    fetching = false;
  }
}

/** Makes one element be as another, and keeps what both have: what is open, focused or scrolled stays so. */
function morph(now, next) {
  // What somebody is about to confirm, and has typed there, stays as it was told.
  if (now.matches('form.confirm')) return;
  for (const { name } of [...now.attributes])
    if (!next.hasAttribute(name) && name !== 'open') now.removeAttribute(name);
  for (const { name, value } of next.attributes) {
    if (now.getAttribute(name) !== value && name !== 'open') now.setAttribute(name, value);
  }
  const known = new Map([...now.children].filter(one => one.id !== '').map(one => [one.id, one]));
  let at = now.firstChild;
  for (const wanted of [...next.childNodes]) {
    const same = wanted.id ? known.get(wanted.id) : at !== null && isAlike(at, wanted) ? at : null;
    if (same == null) {
      now.insertBefore(wanted, at);
      continue;
    }
    if (same !== at) now.insertBefore(same, at);
    else at = at.nextSibling;
    if (same.nodeType === Node.ELEMENT_NODE) morph(same, wanted);
    else if (same.nodeValue !== wanted.nodeValue) same.nodeValue = wanted.nodeValue;
  }
  while (at !== null) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

const isAlike = (one, other) =>
  one.nodeType === other.nodeType && one.nodeName === other.nodeName && !one.id && !other.id;

/** What only a script can do is shown only where there is one. */
function prepare() {
  for (const button of document.querySelectorAll('button.copy[hidden]')) button.hidden = false;
}

/** A browser lends its clipboard to pages over TLS or of this machine, and to whom it allows it: elsewhere the text is selected. */
async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    return 'Copied';
  } catch {
    const text = button.parentElement.querySelector('code');
    if (text === null) return 'Not copied';
    getSelection()?.selectAllChildren(text);
    return 'Selected: copy it';
  }
}

document.addEventListener('click', async event => {
  const button = event.target.closest?.('button.copy');
  if (button == null) return;
  button.textContent = await copy(button);
  setTimeout(() => {
    button.textContent = 'Copy';
  }, 3_000);
});
document.addEventListener('focusout', () => void (wanted && refresh()));

/** The strip on top, alone: what it tells may have changed where nothing of the page has. */
async function refreshStrip() {
  const now = document.getElementById('strip');
  if (now === null || document.hidden) return;
  const signal = AbortSignal.timeout(ANSWER_MS);
  const answer = await fetch('/console/strip', { redirect: 'manual', signal }).catch(() => null);
  if (answer?.ok !== true) return;
  const text = await answer.text().catch(() => '');
  const next = new DOMParser().parseFromString(text, 'text/html').getElementById('strip');
  if (next !== null) morph(now, next);
}

let source = null;

/** A window that nobody looks at holds no connection: browsers allow six of them to a server. */
function listen() {
  source?.close();
  source = null;
  if (document.hidden) return;
  source = new EventSource('/console/live');
  source.addEventListener('changed', event => {
    heard = Date.now();
    const parts = JSON.parse(event.data);
    if (wanted || isLive(parts)) refresh();
    else if (parts.includes('pulse')) refreshStrip();
    tell(failed);
  });
  source.addEventListener('open', () => {
    heard = Date.now();
    tell(failed);
  });
  source.addEventListener('error', () => {
    // Answered by something else than a stream, a browser does not try again by itself.
    if (source?.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN_MS);
  });
}

prepare();
if (page()?.dataset.live !== undefined) {
  listen();
  document.addEventListener('visibilitychange', listen);
  setInterval(() => void (!document.hidden && Date.now() - heard > SILENT_MS && tell(true)), 1_000);
}
