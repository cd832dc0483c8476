// The page of the chat, and of whoever has not joined yet.

import { scanned } from './code.js';
import { bubble, draft, drafted, dropRefused, forget, note, place, sent } from './kept.js';
import { listen } from './listening.js';
import { atEnd, bound, box, known, largest, log, of, show, toEnd, words } from './page.js';
import { chance, failed, post, send, warn } from './sending.js';

const who = of('ai');
if (who) {
  who.addEventListener('change', () => { forget(); who.form.submit(); });
  // somebody quick has chosen before this script came
  const chosen = [...who.options].find((option) => option.defaultSelected);
  if (chosen && who.value !== chosen.value) who.form.submit();
}

// The log

let waiting = false;
const rest = () => log.querySelectorAll('[aria-disabled]').forEach((button) => button.removeAttribute('aria-disabled'));
const arrived = (node) => {
  rest();
  dropRefused();
  if (waiting && document.activeElement === document.body) node.focus({ preventScroll: true });
  waiting = false;
};
// Only the choices that still count keep their buttons.
const open = (offers) => {
  for (const button of log.querySelectorAll('.choices button')) {
    if (!offers.includes(Number(button.dataset.offer))) button.remove();
  }
  for (const group of log.querySelectorAll('.choices')) if (!group.children.length) group.remove();
  rest();
};
if (log && known === '1') listen(arrived, open);

const older = of('older');
older?.addEventListener('click', async () => {
  if (older.getAttribute('aria-disabled')) return;
  older.setAttribute('aria-disabled', 'true');
  try {
    const answer = await fetch('cu?truoc=' + older.dataset.before);
    if (!answer.ok) throw new Error(String(answer.status));
    const { messages, oldest } = await answer.json();
    const height = document.documentElement.scrollHeight;
    log.setAttribute('aria-live', 'off'); // nothing new: it is not read out
    const found = document.createElement('template');
    found.innerHTML = messages.map(({ id, html }) => (of('m' + id) ? '' : html)).join('');
    // a question that stood here alone, since it is still open, goes to its place
    const order = messages.map(({ id }) => of('m' + id) || found.content.getElementById('m' + id));
    let mark = of('m' + older.dataset.before);
    while (mark.parentElement !== log) mark = mark.parentElement;
    for (const node of order) if (!node.parentElement?.closest('.said') && node !== mark) log.insertBefore(node, mark);
    if (oldest) older.dataset.before = oldest;
    else older.remove();
    placed();
    scrollBy(0, document.documentElement.scrollHeight - height);
    order[order.length - 1]?.focus({ preventScroll: true });
    setTimeout(() => log.setAttribute('aria-live', 'polite'), 500);
  } catch {
    of('line').hidden = false;
    setTimeout(() => { of('line').hidden = true; }, 6000);
  }
  older.removeAttribute('aria-disabled');
});

// What is said

const go = (node, id, text) => send(
  node, () => post('gui', JSON.stringify({ id, text })), { done: () => sent(id) }
);
const placed = () => place((node, id, text) => failed(node, () => go(node, id, text)));
const mine = (id, text) => {
  const node = bubble(id, text);
  log.append(node);
  show(node, true);
  return node;
};
const say = (text) => {
  const id = chance();
  note(id, text);
  go(mine(id, text), id, text);
};

if (of('say')) {
  const grow = () => {
    const follow = atEnd();
    box.style.height = 'auto';
    box.style.height = box.scrollHeight + 4 + 'px';
    if (follow) toEnd();
  };
  const said = () => {
    const text = box.value.trim();
    box.focus();
    if (!text) return;
    box.value = '';
    drafted('');
    grow();
    say(text);
  };
  box.addEventListener('input', () => { drafted(box.value); grow(); });
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || matchMedia('(pointer: coarse)').matches) return;
    event.preventDefault();
    said();
  });
  of('say').addEventListener('submit', (event) => { event.preventDefault(); said(); });
  of('file').addEventListener('change', () => {
    const [file] = of('file').files;
    of('file').value = '';
    if (!file) return;
    const id = chance(), node = mine(id, words('words-file') + file.name);
    if (file.size > Number(largest)) { warn(node, words('words-large').replace('{}', Math.ceil(file.size / 1e6))); return; }
    if (!file.size) { warn(node, words('words-empty')); return; }
    const named = { 'x-id': id, 'x-ten': encodeURIComponent(file.name) };
    send(node, () => post('tep', file, named), { done: () => { note(id, words('words-file') + file.name); sent(id); } });
  });
  log.addEventListener('click', (event) => {
    const button = event.target.closest('.choices button');
    if (!button || button.getAttribute('aria-disabled')) return;
    for (const one of button.parentElement.children) one.setAttribute('aria-disabled', 'true');
    waiting = true;
    const tapped = JSON.stringify({ id: chance(), tap: Number(button.dataset.offer) });
    send(button.closest('.said'), () => post('gui', tapped), { lost: rest });
  });
  of('help')?.addEventListener('click', () => say('TRỢ GIÚP'));
  const asked = of('leaving');
  of('leave')?.addEventListener('click', () => { asked.showModal ? asked.showModal() : asked.setAttribute('open', ''); });
  of('stay')?.addEventListener('click', () => { asked.close ? asked.close() : asked.removeAttribute('open'); });
  of('out')?.addEventListener('submit', forget);
  placed();
  box.value = scanned || box.value || draft;
  drafted(box.value);
  grow();
  toEnd();
  of('say').querySelector('[type=submit]').disabled = false;
}
