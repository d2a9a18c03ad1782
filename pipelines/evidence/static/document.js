// A card with the reading of the numeral that is hovered over, focused or tapped.
"use strict";
(() => {
  const card = document.getElementById("card");
  const text = document.querySelector(".text");
  const narrow = matchMedia("(max-width: 40rem)");
  let shown = null;
  let closing = 0;

  // A place of another part of the document: go to its page.
  function reach() {
    const start = /^#c(\d+)$/.exec(location.hash)?.[1];
    if (start === undefined) return;
    const starts = text.dataset.starts.split(",").map(Number);
    const pages = text.dataset.pages.split(" ");
    const part = Math.max(starts.findLastIndex((first) => first <= Number(start)), 0);
    if (part + 1 !== Number(text.dataset.part)) {
      location.replace(pages[part] + location.search + location.hash);
      return;
    }
    const numeral = document.getElementById(`c${start}`);
    if (!numeral) return;
    numeral.scrollIntoView({ block: "center" });
    numeral.focus({ preventScroll: true });
    show(numeral);
  }

  function content(numeral) {
    const reading = document.getElementById(`r${numeral.id.slice(1)}`);
    const copy = reading.cloneNode(true);
    const why = reading.dataset.role && document.querySelector(`[data-why="${CSS.escape(reading.dataset.role)}"]`);
    if (why) copy.append(why.cloneNode(true));
    return [reading, [...copy.childNodes]];
  }

  function show(numeral) {
    clearTimeout(closing);
    if (shown === numeral) return;
    hide();
    const [reading, nodes] = content(numeral);
    card.replaceChildren(...nodes);
    card.hidden = false;
    numeral.setAttribute("aria-describedby", "card");
    for (const marked of [numeral, reading]) marked.classList.add("current");
    const column = reading.closest(".readings");
    if (column.scrollHeight > column.clientHeight + 1 && getComputedStyle(column).position === "sticky") {
      column.scrollTop = reading.offsetTop - 40;
    }
    shown = numeral;
    place(numeral);
  }

  function place(numeral) {
    card.style.left = card.style.top = "";
    if (narrow.matches) return;
    const box = numeral.getClientRects()[0];
    const room = document.querySelector(".site-header").getBoundingClientRect().bottom;
    const below = box.bottom + card.offsetHeight + 12 < innerHeight || box.top - room < card.offsetHeight + 12;
    const top = below ? box.bottom + 8 : box.top - card.offsetHeight - 8;
    const left = Math.min(Math.max(box.left, 16), innerWidth - card.offsetWidth - 24);
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${top + scrollY}px`;
  }

  function hide() {
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    for (const marked of document.querySelectorAll(".current")) marked.classList.remove("current");
    card.hidden = true;
    shown = null;
  }

  const numeralOf = (event) => event.target.closest?.(".text a.n");
  const later = () => { clearTimeout(closing); closing = setTimeout(hide, 250); };
  text.addEventListener("mouseover", (event) => { const numeral = numeralOf(event); if (numeral) show(numeral); });
  text.addEventListener("mouseout", (event) => { if (numeralOf(event) && document.activeElement !== shown) later(); });
  card.addEventListener("mouseenter", () => clearTimeout(closing));
  card.addEventListener("mouseleave", () => { if (document.activeElement !== shown) later(); });
  text.addEventListener("focusin", (event) => { const numeral = numeralOf(event); if (numeral) show(numeral); });
  text.addEventListener("focusout", later);
  text.addEventListener("click", (event) => {
    const numeral = numeralOf(event);
    if (!numeral) return;
    event.preventDefault();
    history.replaceState(null, "", `${location.search}#${numeral.id}`);
    numeral.focus();
    show(numeral);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  document.addEventListener("click", (event) => { if (!event.target.closest(".text a.n, #card")) hide(); });
  document.querySelector(".readings").addEventListener("click", (event) => {
    const back = event.target.closest("a.back");
    if (!back) return;
    event.preventDefault();
    event.stopPropagation();
    history.replaceState(null, "", location.search + back.getAttribute("href"));
    reach();
  });
  window.addEventListener("hashchange", reach);
  // Fonts and the browser's own scrolling to an anchor come after the first placing.
  for (const moved of ["load", "resize"]) window.addEventListener(moved, () => { if (shown) place(shown); });
  reach();
})();
