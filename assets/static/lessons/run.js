/* Runs a lesson: shows one scene of its plan at a time, with the demo that belongs to it at its position, its readout
   hidden. The number of the scene is the page's address (#5). book/lessons.py writes the page. */
(() => {
  "use strict";
  const root = document.documentElement;
  const find = (selector, from = document) => from.querySelector(selector);
  const scenes = [...document.querySelectorAll(".lv-scene")];
  const demos = [...document.querySelectorAll("lossviz-demo")];
  const bar = find(".lv-bar");
  const [plan, previous, next, numbers, whole, place, time] = [
    "plan", "previous", "next", "numbers", "whole", "place", "time",
  ].map((name) => find(`.lv-${name}`, bar));
  const told = find(".lv-told");
  const tall = matchMedia("(max-width: 820px), (max-aspect-ratio: 1/1)"); // as in run.css
  const spent = new Map(); // by step, the milliseconds before it was shown last
  let now = null; // the scene that is shown
  let since = 0;

  const demoOf = (scene) => (scene?.dataset.demo && document.getElementById(scene.dataset.demo)) || null;
  const numberOf = (scene) => scenes.indexOf(scene) + 1;

  /* ---- a scene ---- */

  const show = (scene) => {
    keepTime(scene);
    now?.classList.remove("lv-now");
    scene.classList.add("lv-now");
    now = scene;
    const demo = demoOf(scene);
    for (const other of demos) other.hidden = other !== demo;
    document.body.dataset.look = !demo ? "alone" : demo.querySelectorAll(".lv-panel").length > 1 ? "above" : "beside";
    const hope = find(".lv-hope", scene);
    if (hope) hope.open = false;
    open(demo, scene);
    place.textContent = `${numberOf(scene)} of ${scenes.length}`;
    previous.setAttribute("aria-disabled", scene === scenes[0]);
    next.setAttribute("aria-disabled", scene === scenes.at(-1));
    history.replaceState(null, "", `#${numberOf(scene)}`);
    scrollTo(0, 0);
    demoOf(scenes[numberOf(scene)])?.load(); // the next one is there when it is wanted
  };

  /** The demo at the scene's position, its numbers hidden until they are asked for. */
  const open = (demo, scene) => {
    numbers.hidden = !demo;
    if (!demo) return;
    fit(demo);
    demo.follow(scene.dataset.link);
    demo.setAttribute("veiled", ""); // last: a link takes it away
  };

  /** Large, as in full screen, where it has a part of the window to itself; else as on a page. */
  const fit = (demo) => {
    if (tall.matches) delete demo.dataset.full;
    else demo.dataset.full = "page";
  };

  const toggleNumbers = () => demoOf(now)?.toggleAttribute("veiled");

  const tellNumbers = () => numbers.setAttribute("aria-pressed", !demoOf(now)?.hasAttribute("veiled"));

  /** What a screen reader says: the heading gets the focus, unless a button of the bar led here and is to lead on. */
  const tell = () => {
    const words = ["h2", ".lv-shown", ".lv-board", ".lv-ask"].map((part) => find(part, now)?.textContent.trim());
    told.textContent = `${numberOf(now)} of ${scenes.length}. ${words.filter(Boolean).join(" ")}`;
    if (!bar.contains(document.activeElement)) find("h2", now).focus({ preventScroll: true });
  };

  const pass = (step) => {
    const to = scenes[scenes.indexOf(now) + step];
    if (to) show(to);
    if (to) tell();
    else told.textContent = step > 0 ? "This was the last one." : "This is the first one.";
  };

  /* ---- the time in a step, beside what the plan gives it ---- */

  const keepTime = (scene) => {
    if (now) spent.set(now.dataset.step, gone(now.dataset.step));
    since = Date.now();
    showTime(scene);
  };

  const gone = (step) => (spent.get(step) ?? 0) + (now?.dataset.step === step ? Date.now() - since : 0);

  const showTime = ({ dataset: { step, minutes } }) => {
    time.textContent = `${Math.floor(gone(step) / 60_000)} of ${minutes} min`;
  };

  /* ---- keys ---- */

  const actions = {
    n: () => pass(1),
    pagedown: () => pass(1),
    p: () => pass(-1),
    pageup: () => pass(-1),
    h: toggleNumbers,
    r: () => open(demoOf(now), now),
    a: () => find(".lv-hope > summary", now)?.click(),
    f: () => whole.click(),
    escape: () => location.assign(plan.href),
  };
  const drives = (node) => node.matches?.("input, select, textarea");

  const actionOf = (event) => {
    const key = event.key.toLowerCase();
    const digit = /^[1-9]$/.test(key) && demoOf(now)?.inputs?.[key - 1];
    const [inside] = event.composedPath();
    if (inside.matches?.("select, input[type=text]") && key.length === 1) return null; // a letter chooses from a list
    if (digit) return () => digit.focus({ preventScroll: true });
    if (/^arrow(left|right)$/.test(key) && !drives(inside)) return () => pass(key === "arrowright" ? 1 : -1);
    return Object.hasOwn(actions, key) ? actions[key] : null;
  };

  addEventListener(
    "keydown",
    (event) => {
      if (!event.key || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const action = actionOf(event);
      if (!action) return;
      event.preventDefault();
      event.stopPropagation(); // the demo has keys of its own for N, P, F and Esc, on pages of many demos
      if (!event.repeat) action();
    },
    { capture: true },
  );

  /* ---- begin ---- */

  const asked = () => scenes[/^#\d+$/.test(location.hash) ? location.hash.slice(1) - 1 : 0] ?? scenes[0];

  addEventListener("hashchange", () => now && asked() !== now && show(asked()));
  tall.addEventListener("change", () => demoOf(now) && fit(demoOf(now)));
  next.addEventListener("click", () => pass(1));
  previous.addEventListener("click", () => pass(-1));
  numbers.addEventListener("click", toggleNumbers);
  new MutationObserver(tellNumbers).observe(find(".lv-stage"), { attributeFilter: ["veiled"], subtree: true });

  const begin = () => {
    root.classList.add("lv-run");
    bar.hidden = false;
    show(asked());
    setInterval(() => showTime(now), 5_000);
  };
  customElements.whenDefined("lossviz-demo").then(begin); // the player is the last script of a page
})();
