// Before anything is drawn: the language and theme that the reader chose, and where data files report to.
"use strict";
const solieu = (() => {
  const root = document.documentElement;
  const stored = (name) => { try { return localStorage.getItem(`solieu-${name}`); } catch { return null; } };
  const keep = (name, value) => { try { localStorage.setItem(`solieu-${name}`, value); } catch { /* a private window */ } };
  // Some browsers keep nothing for pages on a disk: then the address of each link carries the language.
  const asked = new URLSearchParams(location.search).get("lang");
  const language = [asked, stored("language"), "vi"].find((name) => name === "vi" || name === "en");
  root.dataset.language = root.lang = language;
  const theme = stored("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;

  const waiting = new Map();
  /** Loads the data file at `address`, whose one call hands its value to `receive`; each file once. */
  const load = (address) => {
    if (!waiting.has(address)) {
      waiting.set(address, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = address;
        script.onload = () => resolve(received.get(address));
        script.onerror = () => reject(new Error(`${address} is missing`));
        document.head.append(script);
      }));
    }
    return waiting.get(address);
  };
  const received = new Map();
  const receive = (name, value) => received.set(document.currentScript.getAttribute("src"), value);
  return { root, keep, load, receive, base: root.dataset.root, language: () => root.dataset.language };
})();
