/* What CKAN's forms do by script in their markup, which a page may not hold here: each button says in data attributes what it does. */
(function () {
  "use strict";

  function each(ids, act) {
    (ids || "").split(" ").forEach(function (id) {
      const element = id && document.getElementById(id);
      if (element) act(element);
    });
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("button[data-checks], button[data-empties], button[data-focuses], button[data-clicks]");
    if (!button) return;
    each(button.dataset.checks, function (box) { box.checked = true; });
    each(button.dataset.empties, function (field) { field.value = ""; });
    each(button.dataset.focuses, function (field) { field.focus(); });
    each(button.dataset.clicks, function (field) { field.click(); });
  });

  /* Tokens can be revoked when one is ticked. */
  function ticked() {
    each("revoke-tokens-button", function (button) {
      button.disabled = document.querySelector("[name=token]:checked") === null;
    });
  }
  document.addEventListener("change", function (event) {
    if (event.target.matches("[name=token]")) ticked();
  });
  document.addEventListener("htmx:afterRequest", ticked);
  document.addEventListener("htmx:afterSettle", function (event) {
    const made = event.target.matches && event.target.matches("[data-shows]") && event.target;
    each(made && made.dataset.shows, function (row) { row.scrollIntoView(false); });
  });
})();
