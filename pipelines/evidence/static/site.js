// Switches of language and theme, and lists that go on.
"use strict";
(() => {
  const { root, keep, load } = solieu;

  function applyLanguage(language) {
    root.dataset.language = root.lang = language;
    for (const button of document.querySelectorAll("[data-language][type=button]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === language));
    }
    for (const named of document.querySelectorAll("[data-vi][data-en]")) named.setAttribute("aria-label", named.dataset[language]);
    for (const input of document.querySelectorAll("[data-vi-placeholder]")) {
      input.placeholder = input.getAttribute(`data-${language}-placeholder`);
    }
    const heading = document.querySelector("h1");
    const spoken = heading?.querySelector(`span[lang="${language}"]`) ?? heading;
    if (spoken) document.title = `${spoken.textContent.trim()} · ${language === "vi" ? "Số liệu" : "Solieu"}`;
    document.dispatchEvent(new CustomEvent("solieu:language"));
  }

  // A link to another page of the site carries a language that is not the default one.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const target = link?.getAttribute("href") ?? "";
    if (!/^[^#:?]+\.html/.test(target)) return;
    const [page, place] = target.split("#");
    const language = solieu.language() === "vi" ? "" : "?lang=en";
    link.setAttribute("href", page.split("?")[0] + language + (place === undefined ? "" : `#${place}`));
  }, true);

  document.addEventListener("click", (event) => {
    const language = event.target.closest("[data-language][type=button]")?.dataset.language;
    if (language) {
      keep("language", language);
      applyLanguage(language);
    }
    if (event.target.closest("[data-theme-switch]")) {
      const dark = getComputedStyle(root).colorScheme === "dark"
        || (!root.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
      root.dataset.theme = dark ? "light" : "dark";
      keep("theme", root.dataset.theme);
      document.dispatchEvent(new CustomEvent("solieu:theme"));
    }
  });

  /** Adds the next file of a list; its markup was escaped when it was written. Resolves to whether more is left. */
  async function more(button) {
    const list = document.getElementById(button.dataset.more);
    const next = Number(button.dataset.next ?? 0);
    const before = list.children.length;
    list.insertAdjacentHTML("beforeend", await load(`${button.dataset.base}${next}.js`));
    const asked = document.querySelector("#asked [id]:not(h2)");
    if (asked && list.querySelector(`#${CSS.escape(asked.id)}`)) asked.removeAttribute("id"); // it has its place now
    button.dataset.next = String(next + 1);
    const left = next + 1 < Number(button.dataset.chunks);
    if (left) {
      button.parentElement.querySelector(":scope > .quiet")?.remove();
    } else {
      button.parentElement.remove();
    }
    return list.children[before];
  }
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-more]");
    if (button) (await more(button))?.querySelector("a")?.focus();
  });

  /** Puts the finding `id`, which is in no list yet, before the lists. */
  async function bring(id) {
    const asked = document.getElementById("asked");
    if (!asked || !document.querySelector("[data-more]")) return;
    const places = await load(`${solieu.base}data/findings/at-${id.slice(1, 3)}.js`);
    const [list, number] = places[id.slice(1)] ?? [];
    if (list === undefined) return;
    const markup = document.createElement("template");
    markup.innerHTML = await load(`${solieu.base}data/findings/${list}-${number}.js`);
    asked.querySelector("ol").replaceChildren(markup.content.getElementById(id));
    asked.hidden = false;
  }

  // An address may name an entry of a list that is not loaded yet.
  async function reach(id) {
    if (!/^f[0-9a-f]{16,}$/.test(id)) return;
    if (!document.getElementById(id)) await bring(id);
    const found = document.getElementById(id);
    found?.scrollIntoView({ block: "center" });
    found?.focus({ preventScroll: true });
  }
  window.addEventListener("hashchange", () => reach(location.hash.slice(1)));

  applyLanguage(solieu.language());
  reach(location.hash.slice(1));
})();
