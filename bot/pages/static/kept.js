// What was said in this tab, and what is being written. The server does not keep what it answered, so the page does: here, for this
// session alone, and until the tab is closed or its owner leaves.

import { bound, csrf, drawn, entry, log, of } from './page.js';

const NAME = 'noi ' + location.pathname, AT_MOST = 60, whose = csrf.slice(0, 16);
const fresh = () => ({ whose, draft: '', said: [] });
const load = () => {
  try {
    const found = JSON.parse(sessionStorage.getItem(NAME));
    return found && found.whose === whose ? found : fresh();
  } catch {
    return fresh();
  }
};
const all = load();
// What was refused for a mark of secrecy is kept nowhere, so not here either: it goes as soon as its refusal stands in the log.
const refused = () => [...log.querySelectorAll('[data-refuses]')].map((node) => node.dataset.refuses);
const keep = () => {
  const gone = refused();
  all.said = all.said.filter(({ id }) => !gone.includes(id)).slice(-AT_MOST);
  try { sessionStorage.setItem(NAME, JSON.stringify(all)); } catch { /* without it the page only forgets */ }
};
export const dropRefused = () => {
  const gone = refused();
  for (const node of log.querySelectorAll('[data-said]')) if (gone.includes(node.dataset.said)) node.remove();
  if (gone.length) keep();
};
export const forget = () => { try { sessionStorage.removeItem(NAME); } catch { /* there was none */ } };
if (bound !== '1') forget();

export const draft = all.draft;
export const drafted = (text) => { all.draft = text; keep(); };

// The newest message that stands in the log itself: what is said now stands after it.
const before = () => {
  const [newest] = [...log.children].reverse().filter((node) => /^m\d+$/.test(node.id));
  return newest ? newest.id : '';
};
export const note = (id, text) => { all.said.push({ id, text, after: before(), sent: false }); keep(); };
export const sent = (id) => {
  const one = all.said.find((said) => said.id === id);
  if (one) { one.sent = true; keep(); }
};

export const bubble = (id, text) => {
  const node = drawn('mine');
  node.dataset.said = id;
  node.querySelector('.words').textContent = text;
  return node;
};
// Puts what was said where it was said, as far as what stood before it is shown; what did not go stands at the end.
export const place = (unsent) => {
  dropRefused();
  const first = [...log.children].find((node) => /^m\d+$/.test(node.id));
  for (const { id, text, after, sent } of all.said) {
    if (log.querySelector(`[data-said="${id}"]`)) continue;
    const node = bubble(id, text);
    let at = entry(after && of(after));
    while (at?.nextElementSibling?.classList.contains('mine')) at = at.nextElementSibling;
    if (!sent) log.append(node);
    else if (at) at.after(node);
    else if (!after && !of('older')) log.insertBefore(node, first ?? null);
    else continue;
    if (!sent) unsent(node, id, text);
  }
};
