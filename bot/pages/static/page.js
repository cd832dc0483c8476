// What the parts of the page share.

export const of = (id) => document.getElementById(id);
export const { bound, known, last, csrf, largest } = document.body.dataset;
export const log = of('log'), box = of('text'), line = of('line');
export const words = (id) => of(id).content.textContent;
export const drawn = (id) => of(id).content.firstElementChild.cloneNode(true);

export const atEnd = () => innerHeight + scrollY > document.documentElement.scrollHeight - 160;
export const toEnd = () => scrollTo(0, document.documentElement.scrollHeight);
const newer = of('newer');
export const show = (node, follow) => {
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

// An element of the log itself, from any that stands somewhere in it.
export const entry = (node) => {
  while (node && node.parentElement !== log) node = node.parentElement;
  return node;
};
