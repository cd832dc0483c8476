// The live half. A page that nobody sees does not listen: what comes meanwhile is not shown, so it is not sent either, and a browser
// has but six connections to a host. Whoever looks at it again finds what is new.

import { atEnd, bound, csrf, last, line, log, of, show } from './page.js';

let stream = null, lost = 0, newest = last, telling = false;
const shown = new Set();

// What stands in the log is told to the server: only then is it sent.
const tell = async () => {
  if (telling || !shown.size) return;
  telling = true;
  const ids = [...shown].slice(0, 100);
  let told = false;
  try {
    const answer = await fetch('nhan', { method: 'POST', body: JSON.stringify({ ids }), headers: { 'x-csrf': csrf } });
    told = answer.ok;
  } catch { /* told when the line is back */ }
  telling = false;
  if (!told) return;
  ids.forEach((id) => shown.delete(id));
  tell();
};

const take = ({ id, settles, anew, html }, arrived) => {
  newest = id;
  shown.add(id);
  const old = of('m' + id), made = document.createElement('template');
  made.innerHTML = html.trim();
  const node = made.content.firstElementChild;
  if (old && anew) old.replaceWith(node);
  else if (!old) {
    const follow = atEnd();
    const question = settles && of('m' + settles);
    if (question) question.querySelector('.choices')?.remove();
    (question || log).append(node);
    show(node, follow);
    arrived(node);
  }
  tell();
};

export const listen = (arrived, open) => {
  const quit = () => {
    stream?.close();
    stream = null;
    clearTimeout(lost);
    lost = 0;
  };
  const begin = () => {
    quit();
    if (document.visibilityState === 'hidden') return;
    const here = stream = new EventSource('dong?vao=' + bound + '&sau=' + newest);
    here.addEventListener('tin', (event) => take(JSON.parse(event.data), arrived));
    here.addEventListener('con', (event) => open(JSON.parse(event.data)));
    here.addEventListener('moi', () => { quit(); location.reload(); });
    here.addEventListener('nghi', quit);
    here.onopen = () => { clearTimeout(lost); lost = 0; line.hidden = true; tell(); };
    here.onerror = () => {
      lost = lost || setTimeout(() => { line.hidden = false; }, 4000);
      if (here.readyState === EventSource.CLOSED) setTimeout(() => { if (stream === here) begin(); }, 4000);
    };
  };
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') { quit(); line.hidden = true; } else begin();
  });
  // after `nghi`, which another window caused
  for (const sign of ['focus', 'pointerdown', 'keydown']) {
    addEventListener(sign, () => { if (!stream) begin(); }, { capture: true, passive: true });
  }
  begin();
};
