'use strict';
(() => {
  const of = (id) => document.getElementById(id);
  const { bound, known, last, csrf, largest } = document.body.dataset;
  const log = of('log'), box = of('text');

  // A code behind the # of an address (a QR) never travels in it: it is taken out, and posted.
  const code = decodeURIComponent(location.hash.slice(1));
  const scanned = /^[\d\s.-]{12,20}$/.test(code) ? code : '';
  if (scanned) history.replaceState(null, '', location.pathname);
  addEventListener('hashchange', () => location.reload());

  const form = of('code');
  if (form) {
    const field = of('ma');
    field.addEventListener('input', () => {
      const atEnd = field.selectionStart === field.value.length;
      if (atEnd && /^[\d ]*$/.test(field.value)) {
        field.value = field.value.replace(/ /g, '').replace(/(\d{3})(?=\d)/g, '$1 ');
      }
    });
    if (scanned) {
      field.value = scanned;
      form.submit();
    } else if (!matchMedia('(pointer: coarse)').matches) {
      field.focus();
    }
  }

  const who = of('ai');
  if (who) {
    who.addEventListener('change', () => who.form.submit());
    // somebody quick has chosen before this script came
    const drawn = [...who.options].find((option) => option.defaultSelected);
    if (drawn && who.value !== drawn.value) who.form.submit();
  }

  // The log

  const atEnd = () => innerHeight + scrollY > document.documentElement.scrollHeight - 160;
  const toEnd = () => scrollTo(0, document.documentElement.scrollHeight);
  const newer = of('newer');
  const show = (node, follow) => {
    node.classList.add('fresh');
    const tall = node.getBoundingClientRect().height > innerHeight * 0.6;
    if (follow && tall) node.scrollIntoView({ block: 'start' });
    else if (follow) toEnd();
    else if (newer) newer.hidden = false;
  };
  if (newer) {
    newer.addEventListener('click', () => { newer.hidden = true; toEnd(); });
    addEventListener('scroll', () => { if (atEnd()) newer.hidden = true; }, { passive: true });
  }

  const take = ({ id, settles, html }) => {
    newest = id;
    if (of('m' + id)) return;
    const follow = atEnd();
    const made = document.createElement('template');
    made.innerHTML = html.trim();
    const node = made.content.firstElementChild;
    const question = settles && of('m' + settles);
    if (question) question.querySelector('.choices')?.remove();
    (question || log).append(node);
    rest();
    show(node, follow);
    if (waiting) { waiting = false; if (document.activeElement === document.body) node.focus({ preventScroll: true }); }
  };

  // Only the choices that still count keep their buttons.
  const keep = (open) => {
    for (const button of log.querySelectorAll('.choices button')) {
      if (!open.includes(Number(button.dataset.offer))) button.remove();
    }
    for (const group of log.querySelectorAll('.choices')) if (!group.children.length) group.remove();
    rest();
  };
  const rest = () => log.querySelectorAll('[aria-disabled]').forEach((button) => button.removeAttribute('aria-disabled'));

  let lost = 0, newest = last;
  const listen = () => {
    const stream = new EventSource('dong?vao=' + bound + '&sau=' + newest);
    stream.addEventListener('tin', (event) => take(JSON.parse(event.data)));
    stream.addEventListener('con', (event) => keep(JSON.parse(event.data)));
    stream.addEventListener('moi', () => { stream.close(); location.reload(); });
    stream.onopen = () => { clearTimeout(lost); lost = 0; of('line').hidden = true; };
    stream.onerror = () => {
      lost = lost || setTimeout(() => { of('line').hidden = false; }, 4000);
      if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 4000);
    };
  };
  if (log && known === '1') { listen(); }
  if (bound === '1') toEnd();

  // What is said

  let waiting = false;
  const chance = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join('');
  const post = async (path, body, headers) => {
    const answer = await fetch(path, { method: 'POST', body, headers: { 'x-csrf': csrf, ...headers } });
    if (answer.status === 401 || answer.status === 403) location.reload();
    if (answer.ok) return '';
    const plain = (answer.headers.get('content-type') || '').startsWith('text/plain');
    const refusal = plain ? await answer.text() : '';
    if (!refusal) throw new Error(String(answer.status));
    return refusal;
  };
  const words = (id) => of(id).content.textContent;
  const mine = (text) => {
    const node = of('mine').content.firstElementChild.cloneNode(true);
    node.querySelector('.words').textContent = text;
    log.append(node);
    show(node, true);
    return node;
  };
  // What did not go stays, and can be sent again under the same id: so it is taken in once.
  const send = async (node, act) => {
    node.querySelector('.unsent')?.remove();
    try {
      const refused = await act();
      if (refused) note(node, refused);
    } catch {
      const failed = of('unsent').content.firstElementChild.cloneNode(true);
      failed.querySelector('button').addEventListener('click', () => send(node, act));
      node.append(failed);
      toEnd();
    }
  };
  const note = (node, text) => {
    const said = document.createElement('p');
    said.className = 'warning';
    said.textContent = text;
    node.append(said);
    toEnd();
  };
  const say = (text) => {
    const id = chance();
    send(mine(text), () => post('gui', JSON.stringify({ id, text })));
  };

  if (of('say')) {
    const grow = () => {
      const follow = atEnd();
      box.style.height = 'auto';
      box.style.height = box.scrollHeight + 4 + 'px';
      if (follow) toEnd();
    };
    const go = () => {
      const text = box.value.trim();
      box.focus();
      if (!text) return;
      box.value = '';
      grow();
      say(text);
    };
    box.addEventListener('input', grow);
    box.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || matchMedia('(pointer: coarse)').matches) return;
      event.preventDefault();
      go();
    });
    of('say').addEventListener('submit', (event) => { event.preventDefault(); go(); });
    of('file').addEventListener('change', () => {
      const [file] = of('file').files;
      of('file').value = '';
      if (!file) return;
      const node = mine(words('words-file') + file.name);
      if (file.size > Number(largest)) { note(node, words('words-large').replace('{}', Math.ceil(file.size / 1e6))); return; }
      if (!file.size) { note(node, words('words-empty')); return; }
      const id = chance();
      send(node, () => post('tep', file, { 'x-id': id, 'x-ten': encodeURIComponent(file.name) }));
    });
    log.addEventListener('click', async (event) => {
      const button = event.target.closest('.choices button');
      if (!button || button.getAttribute('aria-disabled')) return;
      for (const one of button.parentElement.children) one.setAttribute('aria-disabled', 'true');
      waiting = true;
      try {
        await post('gui', JSON.stringify({ id: chance(), tap: Number(button.dataset.offer) }));
      } catch {
        rest();
        of('line').hidden = false;
      }
    });
    of('help')?.addEventListener('click', () => say('TRỢ GIÚP'));
    const asked = of('leaving');
    of('leave')?.addEventListener('click', () => { asked.showModal ? asked.showModal() : asked.setAttribute('open', ''); });
    of('stay')?.addEventListener('click', () => { asked.close ? asked.close() : asked.removeAttribute('open'); });
    if (scanned) say(scanned);
  }
})();
