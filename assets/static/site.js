/* What every page does before it is painted, and its buttons. A file of its own: pages hold no script, which their
   content security policy forbids. */
(() => {
  "use strict";
  const root = document.documentElement;

  /* The theme's own script would set this too, but only after the page was shown in the other theme. */
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  let mode = "auto";
  try {
    mode = localStorage.getItem("mode") || mode;
  } catch {} // storage may be forbidden; then the system decides
  root.dataset.mode = mode;
  root.dataset.theme = mode === "auto" ? (dark ? "dark" : "light") : mode;

  const printed = (what) => {
    root.dataset.print = what;
    print();
  };
  const actions = {
    "print-questions": () => printed("questions"),
    "print-key": () => printed("key"),
    fullscreen: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
    computations: (button) => {
      const open = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", open);
      for (const details of document.querySelectorAll("details.lv-behind")) details.open = open;
    },
  };
  addEventListener("click", (event) => {
    const button = event.target.closest("[data-action]");
    if (button) actions[button.dataset.action]?.(button);
  });

  /* A formula wider than the screen scrolls; where it does, the arrow keys must reach it. */
  const reach = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const box = target.closest(".katex-display");
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  });
  addEventListener("DOMContentLoaded", () => {
    // The formula itself too: it grows when its fonts arrive.
    for (const part of document.querySelectorAll(".katex-display, .katex-display > .katex")) reach.observe(part);
  });

  /* On paper nothing can be unfolded: with the key all is open. Otherwise it is as on the page, or, for a worksheet,
     folded (site.css). */
  let opened = [];
  addEventListener("beforeprint", () => {
    if (root.dataset.print === "key") opened = [...document.querySelectorAll("article details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
    opened = [];
    delete root.dataset.print;
  });
})();
