// Search over indicators, documents and the words of the texts, with or without diacritics.
"use strict";
(() => {
  const MOST = 12;
  const input = document.getElementById("search");
  const results = document.getElementById("results");
  const count = document.getElementById("search-count");
  const kinds = { i: ["Chỉ tiêu", "Indicator"], d: ["Văn bản", "Document"], l: ["Từ ngữ", "Words"] };
  const order = "idl";
  const entries = [];
  const indicators = new Map(); // by their addresses
  let files = 0;
  let complete = false;

  /** As the index was folded: lower case, no marks, đ as d, other signs as spaces. */
  const fold = (text) => text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const side = () => (solieu.language() === "vi" ? 0 : 1);

  async function loadNext() {
    const file = await solieu.load(`${solieu.base}data/search-${files}.js`);
    files += 1;
    complete = !file.more;
    entries.push(...file.entries);
    for (const entry of file.entries) if (entry[3] === "i") indicators.set(entry[4], entry);
  }

  /** Every word must occur; whole words and beginnings count more, and so do indicators and what is stated often. */
  function score(entry, words) {
    const text = ` ${entry[0]} `;
    let points = (2 - order.indexOf(entry[3])) * 3 + Math.log10(1 + entry[5]);
    for (const word of words) {
      if (text.includes(` ${word} `)) points += 4;
      else if (text.includes(` ${word}`)) points += 2;
      else if (!text.includes(word)) return -1;
    }
    if (text.includes(words.join(" "))) points += 5;
    return points - entry[0].length / 200;
  }

  function show(found, total) {
    results.replaceChildren(...found.map((entry) => {
      const link = document.createElement("a");
      link.href = solieu.base + entry[4];
      // Words of the texts that mean an indicator are told as that indicator.
      const meant = indicators.get(entry[4]) ?? entry;
      const name = document.createElement("span");
      name.textContent = meant[1 + side()];
      const kind = document.createElement("small");
      const alike = entry[3] === "d" && found.some((other) => other !== entry && other[1] === entry[1]);
      const told = meant !== entry ? entry[1] : alike ? entry[4].replace(/^documents\/|\.html$/g, "") : "";
      kind.textContent = kinds[entry[3]][side()] + (told && `: ${told}`);
      link.append(name, kind);
      const item = document.createElement("li");
      item.append(link);
      return item;
    }));
    results.hidden = found.length === 0;
    const more = total > MOST ? [` (hiện ${MOST})`, ` (${MOST} shown)`][side()] : "";
    count.textContent = [`${total} kết quả`, total === 1 ? "1 result" : `${total} results`][side()] + more;
  }

  let asked = 0;
  async function search() {
    const mine = ++asked;
    const words = fold(input.value).split(" ").filter(Boolean);
    if (!words.length) {
      results.hidden = true;
      results.replaceChildren();
      count.textContent = "";
      return;
    }
    for (;;) {
      if (!complete && files === 0) await loadNext();
      if (mine !== asked) return;
      const found = entries.map((entry) => [score(entry, words), entry]).filter(([points]) => points >= 0);
      found.sort((one, other) => other[0] - one[0]);
      const places = new Map(); // each page once, for the words that fit best
      for (const [, entry] of found) if (!places.has(entry[4])) places.set(entry[4], entry);
      show([...places.values()].slice(0, MOST), places.size);
      if (complete) return;
      await loadNext();
    }
  }

  input.addEventListener("input", search);
  input.addEventListener("focus", () => { if (files === 0 && !complete) loadNext(); }, { once: true });
  document.addEventListener("solieu:language", search);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(input|textarea)$/i.test(document.activeElement.tagName)) {
      event.preventDefault();
      input.focus();
    }
  });
  document.querySelector(".search").addEventListener("keydown", (event) => {
    const links = [...results.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape") {
      input.value = "";
      search();
      input.focus();
    } else if (event.key === "Enter" && document.activeElement === input && links.length) {
      links[0].click();
    } else if (event.key === "ArrowDown" && links.length) {
      event.preventDefault();
      links[Math.min(at + 1, links.length - 1)].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (links[at - 1] ?? input).focus();
    }
  });
})();
