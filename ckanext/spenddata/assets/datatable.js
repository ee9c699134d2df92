/* What the view of a table is told by script in its markup, which a page may not hold here. Comes before the view's own script. */
(function () {
  "use strict";
  const told = document.getElementById("spenddata-table-columns");
  if (!told) return;
  window.gdataDict = JSON.parse(told.textContent);
  window.gresviewId = told.dataset.view;
  document.addEventListener("click", function (event) {
    if (event.target.closest("#refit-button") && window.fitColText) window.fitColText();
    /* The view's dialogue has two buttons that name a function and its argument in their markup. */
    const button = event.target.closest("#modalcopy-button, #modalprint-button");
    const named = button && /^(copyModal|printModal)\('(.*)'\)$/.exec(button.getAttribute("onclick") || "");
    if (named && window[named[1]]) window[named[1]](named[2]);
  });
})();
