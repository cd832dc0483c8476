// A code behind the # of an address (a QR) never travels in it: it is taken out, and posted. Anybody can make a link, so only twelve
// digits whose check digit fits are taken for a code, and where somebody is already the code is only put into the box.

import { of } from './page.js';

const fits = (digits) => [...digits].reverse().reduce((sum, digit, place) => {
  const value = Number(digit) * (place % 2 ? 2 : 1);
  return sum + (value > 9 ? value - 9 : value);
}, 0) % 10 === 0;

const threes = (digits) => digits.replace(/(\d{3})(?=\d)/g, '$1 ');
const digits = location.hash.slice(1).replace(/%20|[ .-]/g, '');
export const scanned = /^\d{12}$/.test(digits) && fits(digits) ? threes(digits) : '';
if (scanned) history.replaceState(null, '', location.pathname);
addEventListener('hashchange', () => location.reload());

const form = of('code');
if (form) {
  const field = of('ma');
  field.addEventListener('input', () => {
    const atEnd = field.selectionStart === field.value.length;
    if (atEnd && /^[\d ]*$/.test(field.value)) field.value = threes(field.value.replace(/ /g, ''));
  });
  if (scanned) {
    field.value = scanned;
    form.submit();
  } else if (!matchMedia('(pointer: coarse)').matches) {
    field.focus();
  }
}
