'use strict';
// Loaded anew by itself the page brings its cookie; once only, and else whoever is there presses the link. What stands behind the #
// of the address (the code of a letter) stays there.
const [how] = performance.getEntriesByType('navigation');
if (!how || how.type !== 'reload') location.reload();
addEventListener('DOMContentLoaded', () => {
  document.getElementById('on').addEventListener('click', (event) => { event.preventDefault(); location.reload(); });
});
