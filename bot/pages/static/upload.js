'use strict';
(() => {
  const of = (id) => document.getElementById(id);
  const words = (id) => of(id).content.textContent;
  const input = of('file'), said = of('said');
  input.addEventListener('change', async () => {
    const [file] = input.files;
    input.value = '';
    if (!file) return;
    if (file.size > Number(document.body.dataset.largest)) {
      said.textContent = words('words-large').replace('{}', Math.ceil(file.size / 1e6));
      return;
    }
    if (!file.size) {
      said.textContent = words('words-empty');
      return;
    }
    said.textContent = words('words-sending');
    try {
      const answer = await fetch(location.pathname, { method: 'POST', body: file, headers: { 'x-ten': encodeURIComponent(file.name) } });
      if (answer.ok || [400, 408, 410, 413].includes(answer.status)) said.textContent = await answer.text();
      else throw new Error(String(answer.status));
      if (answer.ok) input.closest('p').remove();
    } catch {
      said.textContent = words('words-failed');
    }
  });
})();
