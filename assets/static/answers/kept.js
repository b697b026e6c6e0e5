/* What a reader has answered stays in the reader's browser: an entry for each question, under the digest of its text
   (book/questions.py has the list). So a changed question asks again, and two tabs do not overwrite each other's. Where
   storage is forbidden or full, an entry is kept until the page is left. */
(() => {
  "use strict";
  const { pages, root } = window.bookAnswers;
  const [PREFIX, ANY] = ["losses-by-hand:1:", "losses-by-hand:"];
  const KINDS = ["exercise", "quiz", "guess", "challenge"];
  const LONGEST = 500;
  const here = new Map(); // what could not be stored

  const page = decodeURIComponent(location.href.split(/[?#]/)[0].slice(root.href.length)).replace(/\.html$/, "");

  /* The question at a place of this page: its page, digest and name. A demo may be another chapter's; its name has no "-".
     A copy of a question names its page: chapters/entropy#exercise-1. */
  const find = (place) => {
    const [id, there = page] = place.split("#").reverse();
    const where = id.includes("-") ? [there] : [there, ...Object.keys(pages)];
    const at = where.find((one) => pages[one] && Object.hasOwn(pages[one].questions, id));
    if (!at) return null;
    const [key, name] = pages[at].questions[id];
    return { key, name, title: pages[at].title, place: `${at}#${id}` };
  };

  /* ---- entries: whatever stands there that is none is as if nothing stood there ---- */

  const plain = ([, value]) =>
    ["string", "number", "boolean"].includes(typeof value) && String(value).length <= LONGEST;
  const sane = (found) =>
    KINDS.includes(found?.kind) ? Object.fromEntries(Object.entries(found).filter(plain)) : null;

  const read = (key) => {
    try {
      return sane(JSON.parse(localStorage.getItem(PREFIX + key)));
    } catch {
      return null; // forbidden, or not ours
    }
  };

  const entry = (key) => here.get(key) ?? read(key);

  const all = () => {
    const found = new Map();
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
      for (const key of keys.map((each) => each.slice(PREFIX.length))) if (read(key)) found.set(key, read(key));
    } catch {} // forbidden
    return new Map([...found, ...here]);
  };

  /* Whether it is stored; if not, it is kept until the page is left. */
  const put = (key, what) => {
    here.set(key, what);
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify(what));
      here.delete(key);
    } catch {} // forbidden, or full
    return !here.has(key);
  };

  const remove = (key) => {
    here.delete(key);
    try {
      localStorage.removeItem(PREFIX + key);
    } catch {}
  };

  /* All of it, that of other versions of the book too. */
  const erase = () => {
    here.clear();
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith(ANY)) localStorage.removeItem(key);
    } catch {}
    tell(null);
  };

  /* ---- questions ---- */

  const get = (place) => {
    const asked = find(place);
    return asked && entry(asked.key);
  };

  const set = (place, what) => {
    const { key, ...asked } = find(place) ?? { key: place };
    const stored = put(key, { ...asked, at: new Date().toISOString(), ...what });
    tell(key, { place, stored });
    return stored;
  };

  /* Entries whose question is not in the book as it is now. */
  const orphans = () => {
    const known = new Set(Object.values(pages).flatMap(({ questions }) => Object.values(questions).map(([key]) => key)));
    return [...all()].filter(([key]) => !known.has(key));
  };

  /* What was answered at this place before its question changed. */
  const changed = (place) => {
    const asked = find(place);
    if (!asked || entry(asked.key)) return null;
    const before = orphans().map(([, one]) => one).filter((one) => one.place === asked.place);
    return before.sort((one, other) => (one.at < other.at ? 1 : -1))[0] ?? null;
  };

  const isDone = (one) => Boolean(one) && (one.kind !== "exercise" || one.verdict === "right" || one.shown === true);

  /* ---- `lv-kept` tells the page of each change; without a key, of any number of them ---- */

  const tell = (key, more = {}) => document.dispatchEvent(new CustomEvent("lv-kept", { detail: { key, ...more } }));

  /* Call with the entry of a place whenever another tab, or the page "Your work", has changed it. */
  const watch = (place, restore) =>
    document.addEventListener("lv-kept", ({ detail: { key, elsewhere } }) => {
      if (elsewhere && (key === null || key === find(place)?.key)) restore(get(place));
    });

  addEventListener("storage", ({ key }) => {
    if (key !== null && !key.startsWith(PREFIX)) return;
    if (key === null) here.clear();
    else here.delete(key.slice(PREFIX.length));
    tell(key && key.slice(PREFIX.length), { elsewhere: true });
  });
  addEventListener("pageshow", (event) => event.persisted && tell(null, { elsewhere: true })); // back from another page

  const kept = { all, changed, erase, get, isDone, orphans, put, remove, sane, set, tell, watch };
  Object.assign(window.bookAnswers, { kept, page });
})();
