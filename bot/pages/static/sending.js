// What is said goes to the server; what did not go stays there, and can be sent again under the same id: so it is taken in once.

import { csrf, drawn, toEnd } from './page.js';

const WORDS_IN = 10_000, FILE_IN = 310_000, SLOW = 800;

export const chance = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join('');

// Gives the server's refusal in words, nothing where it took what was said; throws where nobody knows.
export const post = async (path, body, headers) => {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), body instanceof Blob ? FILE_IN : WORDS_IN);
  try {
    const answer = await fetch(path, { method: 'POST', body, headers: { 'x-csrf': csrf, ...headers }, signal: over.signal });
    if (answer.status === 401 || answer.status === 403) location.reload();
    if (answer.ok) return '';
    const plain = (answer.headers.get('content-type') || '').startsWith('text/plain');
    const refusal = plain ? await answer.text() : '';
    if (!refusal) throw new Error(String(answer.status));
    return refusal;
  } finally {
    clearTimeout(timer);
  }
};

export const warn = (node, text) => {
  const said = document.createElement('p');
  said.className = 'warning';
  said.textContent = text;
  node.append(said);
  toEnd();
};

export const failed = (node, again) => {
  const unsent = drawn('unsent');
  unsent.querySelector('button').addEventListener('click', again);
  node.append(unsent);
};

// `done` is told when it went or was refused, `lost` when nobody knows.
export const send = async (node, act, { done, lost } = {}) => {
  node.querySelector('.unsent')?.remove();
  const sending = drawn('sending');
  const slow = setTimeout(() => node.append(sending), SLOW);
  try {
    const refused = await act();
    done?.();
    if (refused) warn(node, refused);
  } catch {
    lost?.();
    failed(node, () => send(node, act, { done, lost }));
    if (node.matches(':last-child')) toEnd();
  } finally {
    clearTimeout(slow);
    sending.remove();
  }
};
