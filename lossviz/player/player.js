/* <lossviz-demo>: plays the positions that Python drew (lossviz/page.py says what is inside the element).
   It computes no mathematics: it looks up strings by position and puts them into the picture.
   LOSSVIZ_CSS, the text of player.css, is prepended when the site is built. */
(() => {
  "use strict";

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(LOSSVIZ_CSS);

  const ICONS = {
    reset: "M4 4v5h5M4.6 9A8 8 0 1 1 4 13",
    link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.7 1.7M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.7-1.7",
    full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
    play: "M7 4l13 8-13 8z",
    pause: "M7 4v16M17 4v16",
  };

  /** make("p", {class: "note"}, child, "text"): an element; strings become text, never HTML. */
  function make(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children);
    return node;
  }

  function icon(name) {
    const holder = make("span", { class: "icon", "aria-hidden": "true" });
    holder.innerHTML = `<svg viewBox="0 0 24 24"><path d="${ICONS[name]}"/></svg>`;
    return holder;
  }

  function button(name, text, title, action) {
    const node = make("button", { type: "button", class: name, title }, icon(name), make("span", {}, text));
    node.addEventListener("click", action);
    return node;
  }

  const widest = (texts) => Math.max(...texts.map((text) => text.length));

  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

  /** The index of the stop nearest to a value. The first of two equally near ones, as in Python. */
  function nearest(values, value) {
    let best = 0;
    values.forEach((stop, i) => {
      if (Math.abs(stop - value) < Math.abs(values[best] - value)) best = i;
    });
    return best;
  }

  /* An axis of a panel, {low, high, scale, from, size} in the picture's pixels, and the way between the two. */
  const toPixel = (axis, value) => {
    const [low, high, at] = axis.log ? [axis.low, axis.high, value].map(Math.log) : [axis.low, axis.high, value];
    return axis.from + (axis.size * (at - low)) / (high - low);
  };
  const toValue = (axis, pixel) => {
    const part = (pixel - axis.from) / axis.size;
    return axis.log ? axis.low * (axis.high / axis.low) ** part : axis.low + part * (axis.high - axis.low);
  };
  function axesOf({ box: [left, top, width, height], x, y }) {
    return {
      x: { low: x[0], high: x[1], log: x[2] === "log", from: left, size: width },
      y: { low: y[0], high: y[1], log: y[2] === "log", from: top + height, size: -height },
    };
  }

  async function inflate(base64) {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(await new Response(stream).text());
  }

  /* From one string of an artist to the next. Mostly they differ in a few coordinates and words: writing those into
     the nodes that stand there takes half the time of reading the whole string and laying it out as new. */
  const PART = /"([^"]*)"|>([^<]+)/g;

  /** What stands in a string's attributes and between its tags, in order, and all the rest. */
  function split(svg) {
    const parts = [];
    if (svg.includes("&")) return { parts, rest: svg }; // an entity: only the browser's own reading is right
    const rest = svg.replace(PART, (_, attribute, text) => {
      parts.push(attribute ?? text);
      return text ? ">text" : "=";
    });
    return { parts, rest };
  }

  /** The attributes and the text inside a node, in the order in which they stand in its HTML. */
  function holders(node) {
    return [...node.childNodes].flatMap((child) => (child.data ? child : [...child.attributes, ...holders(child)]));
  }

  /** Show a string in the track's node. */
  function exchange(track, svg) {
    const [before, after] = [track.split, split(svg)];
    track.split = after;
    if (before?.rest !== after.rest) {
      track.node.innerHTML = svg;
      track.holders = null;
      return;
    }
    track.holders ??= holders(track.node);
    after.parts.forEach((part, i) => {
      if (part !== before.parts[i]) track.holders[i].nodeValue = part;
    });
  }

  /** Numbers from their differences. */
  function running(steps) {
    let total = 0;
    return steps.map((step) => (total += step));
  }

  /* Data in a file of their own come as a script that calls this: a page opened from disk may load scripts only. */
  const expected = new Map(); // by the demo's name, what is done when its data come
  const fetched = new Map(); // by the file's address, the data: a demo may stand on a page twice
  window.lossvizData = (name, packed, pictures) => expected.get(name)?.({ packed, pictures });

  /** The packed positions of a demo: inside the element, or in the file that it names, with its default pictures. */
  function stored(element) {
    const inside = element.querySelector(".lv-data");
    if (inside) return Promise.resolve({ packed: inside.textContent, pictures: [] });
    const source = element.dataset.src;
    if (!fetched.has(source)) fetched.set(source, fetchData(element.id, source));
    return fetched.get(source);
  }

  function fetchData(name, source) {
    return new Promise((resolve, reject) => {
      expected.set(name, resolve);
      const script = make("script", { src: source });
      script.addEventListener("load", () => {
        script.remove();
        reject(new Error(`${source} holds something else`)); // without effect if it called lossvizData
      });
      script.addEventListener("error", () => reject(new Error(`${source} is missing`)));
      document.head.append(script);
    });
  }

  class LossvizDemo extends HTMLElement {
    /** Until it comes near the screen, or an address asks for it, a demo is the still picture inside it. */
    connectedCallback() {
      if (this.near) return;
      this.openAddress();
      window.addEventListener("hashchange", () => this.openAddress());
      this.near = new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && this.load(), {
        rootMargin: "100px",
      });
      this.near.observe(this);
    }

    wake() {
      if (this.shadowRoot) return;
      this.near?.disconnect();
      this.config = JSON.parse(this.querySelector(".lv-config").textContent);
      this.controls = this.config.controls;
      this.indexes = this.controls.map((control) => control.start);
      this.build();
      this.controls.forEach((_, i) => this.showControl(i));
    }

    /* ---- what is on the screen ---- */

    build() {
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      const still = this.querySelector(".lv-static");
      this.picture = still.querySelector(".lv-picture").cloneNode(true);
      for (const { style, viewBox } of this.picture.children) {
        style.setProperty("--ratio", viewBox.baseVal.width / viewBox.baseVal.height);
      }
      this.readout = make("p", { class: "readout", role: "status" }, still.querySelector(".lv-readout").textContent);
      this.challenge = make("p", { class: "challenge", role: "status" });
      this.note = make("p", { class: "note", role: "status" });
      this.inputs = this.controls.map((control, i) => this.makeInput(control, i));
      const rows = this.inputs.map((input, i) => this.makeRow(input, this.controls[i]));
      this.player = make(
        "section",
        { class: "player", tabindex: -1, "aria-label": `Demo: ${this.config.caption}` },
        make("div", { class: "head" }, make("p", { class: "caption" }, this.config.caption), this.makeTools()),
        make("div", { class: "stage" }, this.picture, this.makeRoom(), this.config.challenge ? this.challenge : ""),
        make("div", { class: "controls" }, ...rows),
        this.note,
      );
      root.append(this.player, make("slot"));
      this.makeDraggable();
      this.player.addEventListener("keydown", (event) => this.onKey(event));
      document.addEventListener("fullscreenchange", () => {
        if (!document.fullscreenElement) this.leaveFull();
      });
    }

    /** The readout in a box that is high enough for all of them: nothing below moves while a slider does. */
    makeRoom() {
      const longest = make("p", { class: "longest", "aria-hidden": "true" }, this.config.longest);
      return make("div", { class: "room" }, longest, this.readout);
    }

    makeInput(control, i) {
      const id = `control-${control.name}`;
      const on = (input, event, read) => {
        input.addEventListener(event, () => this.set(i, read()));
        return input;
      };
      if (control.kind === "choice") {
        const options = control.texts.map((text, index) => make("option", { value: index }, text));
        const select = make("select", { id }, ...options);
        select.style.width = `${widest(control.texts) + 4}ch`; // and its arrow
        return on(select, "change", () => Number(select.value));
      }
      if (control.kind === "toggle") {
        const box = make("input", { id, type: "checkbox" });
        return on(box, "change", () => Number(box.checked));
      }
      const range = make("input", { id, type: "range", min: 0, max: control.values.length - 1, step: 1 });
      return on(range, "input", () => Number(range.value));
    }

    makeRow(input, control) {
      const row = make("div", { class: `control ${control.kind}` });
      row.append(make("label", { for: input.id }, control.label), make("div", { class: "field" }, input));
      if (control.kind === "slider") row.append(this.makeOutput(input, control));
      if (control.play) row.append(this.makePlay(control));
      return row;
    }

    makeOutput(input, control) {
      input.text = make("span", {});
      input.text.style.width = `${widest(control.texts) + 1}ch`; // − and % are wider than a digit
      return make("output", { for: input.id, "aria-hidden": "true" }, input.text);
    }

    makeTools() {
      return make(
        "div",
        { class: "tools" },
        button("reset", "Reset", "Back to where it opened", () => this.reset()),
        button("link", "Link", "Copy a link to what you see", () => this.copyLink()),
        button("full", "Full screen", "Full screen for the classroom (key F); Esc leaves it", () => this.toggleFull()),
      );
    }

    /* ---- what it shows ---- */

    get position() {
      return this.controls.reduce((n, control, i) => n * control.values.length + this.indexes[i], 0);
    }

    set(i, index) {
      this.indexes[i] = clamp(Math.round(index), 0, this.controls[i].values.length - 1);
      this.showControl(i);
      this.load();
      this.schedule();
    }

    reset() {
      this.stop?.();
      this.controls.forEach((control, i) => this.set(i, control.start));
    }

    showControl(i) {
      const [input, control, index] = [this.inputs[i], this.controls[i], this.indexes[i]];
      if (control.kind === "toggle") input.checked = index === 1;
      else input.value = index;
      if (control.kind !== "slider") return;
      input.setAttribute("aria-valuetext", control.texts[index]);
      input.text.textContent = control.texts[index];
    }

    /** Inflate the positions, once. */
    load() {
      this.wake();
      this.loading ??= this.open().catch((error) => this.fail(error));
      return this.loading;
    }

    async open() {
      const { packed, pictures } = await stored(this);
      this.fill(pictures);
      this.ready(await inflate(packed));
    }

    /** In the gallery the default pictures come with the positions: all of them at once would be a heavy page. */
    fill(pictures) {
      for (const { children } of [this.picture, this.querySelector(".lv-picture")]) {
        pictures.forEach((inside, i) => children[i].querySelector("g") ?? children[i].insertAdjacentHTML("afterbegin", inside));
      }
    }

    ready({ tracks, readout, met }) {
      const groups = [...this.picture.children].map((svg) => svg.querySelectorAll(":scope > g"));
      const track = (strings, steps, node) => ({ strings, numbers: running(steps), node, shown: null });
      this.tracks = tracks.map(([panel, order, strings, steps]) => track(strings, steps, groups[panel][order]));
      this.words = track(...readout);
      this.met = met && running(met);
      this.draw();
      this.dataset.ready = "";
    }

    fail(error) {
      const old = typeof DecompressionStream === "undefined";
      this.say(old ? "This browser is too old for the sliders; the picture stays where it is." : `The positions of this demo could not be read (${error.message}). Reload the page.`);
    }

    /** Draw on the next frame; several changes before it are drawn once. */
    schedule() {
      if (!this.tracks || this.pending) return;
      this.pending = requestAnimationFrame(() => {
        this.pending = 0;
        this.draw();
      });
    }

    draw() {
      const position = this.position;
      for (const track of this.tracks) {
        const number = track.numbers[position];
        if (number === track.shown) continue;
        exchange(track, track.strings[number]);
        track.shown = number;
      }
      this.readout.textContent = this.words.strings[this.words.numbers[position]];
      if (this.met) this.showChallenge(this.met[position] === 1);
    }

    showChallenge(met) {
      if (this.challenge.firstChild && met === this.challenge.classList.contains("met")) return;
      this.challenge.classList.toggle("met", met);
      this.challenge.replaceChildren(
        make("strong", {}, met ? "✓ Challenge met: " : "Challenge: "),
        this.config.challenge,
      );
    }

    say(text) {
      this.note.textContent = text;
    }

    /* ---- dragging on the picture ---- */

    makeDraggable() {
      this.config.panels.forEach((view, panel) => {
        const axes = axesOf(view);
        const tied = this.controls.flatMap((control, i) =>
          control.drag && (control.panel === "all" || control.panel === panel) ? [{ control, i }] : [],
        );
        if (tied.length) this.catchPointer(this.picture.children[panel], view.box, axes, tied);
      });
    }

    /** An invisible rectangle over the axes: touching it drags, touching beside it scrolls the page. */
    catchPointer(svg, [x, y, width, height], axes, tied) {
      const area = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      const kinds = new Set(tied.map(({ control }) => control.drag));
      const shape = { x, y, width, height, class: `area drag-${[...kinds].sort().join("")}` };
      for (const [name, value] of Object.entries(shape)) area.setAttribute(name, value);
      svg.append(area);
      let held = [];
      const move = (event) => {
        const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
        for (const { control, i } of held) {
          this.set(i, nearest(control.values, toValue(axes[control.drag], point[control.drag])));
        }
      };
      area.addEventListener("pointerdown", (event) => {
        if (event.button > 0) return;
        this.stop?.();
        const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
        held = [...kinds].map((kind) => this.pick(tied.filter(({ control }) => control.drag === kind), axes, point));
        this.inputs[held[0].i].focus({ preventScroll: true }); // from here on the arrow keys step it
        area.setPointerCapture(event.pointerId);
        event.preventDefault();
        move(event);
      });
      area.addEventListener("pointermove", (event) => held.length && move(event));
      for (const end of ["pointerup", "pointercancel"]) area.addEventListener(end, () => (held = []));
    }

    /** Of several sliders on one axis the one whose handle is nearest: by its grip if it has one. */
    pick(tied, axes, point) {
      const distance = ({ control, i }) => {
        if (control.grip == null) return Math.abs(toPixel(axes[control.drag], control.values[this.indexes[i]]) - point[control.drag]);
        const other = control.drag === "x" ? "y" : "x";
        return Math.abs(toPixel(axes[other], control.grip) - point[other]);
      };
      return tied.reduce((best, next) => (distance(next) < distance(best) ? next : best));
    }

    /* ---- playing ---- */

    makePlay(control) {
      const i = this.controls.indexOf(control);
      const last = control.values.length - 1;
      const pace = matchMedia("(prefers-reduced-motion: reduce)").matches ? 1000 : clamp(6000 / last, 50, 700);
      let timer = 0;
      const node = button("play", "Play", `Run through ${control.label}`, () => (timer ? stop() : start()));
      const label = (name, text) => node.replaceChildren(icon(name), make("span", {}, text));
      const stop = () => {
        timer = clearInterval(timer) || 0;
        label("play", "Play");
      };
      const start = () => {
        this.stop?.();
        this.stop = stop;
        if (this.indexes[i] === last) this.set(i, 0);
        timer = setInterval(() => {
          this.set(i, this.indexes[i] + 1);
          if (this.indexes[i] === last) stop();
        }, pace);
        label("pause", "Pause");
      };
      return node;
    }

    /* ---- the address ---- */

    get fragment() {
      const values = this.controls.map((control, i) => {
        const value = control.kind === "toggle" ? control.texts[this.indexes[i]] : control.values[this.indexes[i]];
        return `${control.name}=${encodeURIComponent(value)}`;
      });
      return `#${this.id}?${values.join("&")}`;
    }

    async copyLink() {
      const link = location.href.split("#")[0] + this.fragment;
      history.replaceState(null, "", this.fragment);
      try {
        await navigator.clipboard.writeText(link);
        this.say("Link copied: it opens the page with these values.");
      } catch {
        this.say("The link is in the address bar: copy it from there.");
      }
    }

    /** Open at the values in the address. Unknown names and what is no value are passed over, the rest is clamped. */
    openAddress() {
      const [name, query = ""] = location.hash.slice(1).split("?");
      if (name !== this.id || query === "") return;
      const given = new URLSearchParams(query);
      this.wake();
      this.controls.forEach((control, i) => {
        const index = given.has(control.name) ? indexOf(control, given.get(control.name)) : null;
        this.indexes[i] = index ?? control.start;
        this.showControl(i);
      });
      this.load().then(() => {
        this.schedule();
        this.scrollIntoView({ block: "center" });
        this.player.focus({ preventScroll: true }); // so that F opens the whole screen at once
      });
    }

    /* ---- full screen ---- */

    async toggleFull() {
      const on = this.toggleAttribute("data-full");
      if (on) return this.requestFullscreen?.().catch(() => {});
      this.leaveFull();
      if (document.fullscreenElement) await document.exitFullscreen();
    }

    /** On the page the readout is always there: a class is kept guessing in full screen only. */
    leaveFull() {
      this.removeAttribute("data-full");
      this.player?.classList.remove("guess");
    }

    /** From full screen on to the next demo of the page, or back to the one before. */
    async pass(step) {
      const all = [...document.querySelectorAll("lossviz-demo")];
      const next = all[all.indexOf(this) + step];
      if (!next) return this.say(step > 0 ? "This is the last demo of the page." : "This is the first demo of the page.");
      const guessing = this.player.classList.contains("guess");
      this.leaveFull();
      next.load();
      next.player.classList.toggle("guess", guessing);
      await next.toggleFull();
      next.player.focus();
    }

    onKey(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const key = event.key.toLowerCase();
      const full = this.hasAttribute("data-full");
      const typing = event.composedPath()[0] instanceof HTMLSelectElement; // letters look for an option there
      if (!full && (key !== "f" || typing)) return;
      const numbered = this.inputs[Number(key) - 1];
      if (key === "f" || key === "escape") this.toggleFull();
      else if (key === "n") this.pass(1);
      else if (key === "p") this.pass(-1);
      else if (key === "r") this.reset();
      else if (key === "h") this.player.classList.toggle("guess");
      else if (numbered) numbered.focus();
      else return;
      event.preventDefault();
    }
  }

  /** The index of a value as written in an address, or null if it is no value of this control. */
  function indexOf(control, text) {
    if (control.kind === "toggle" || control.kind === "choice") {
      const index = control.texts.indexOf(text);
      return index < 0 ? null : index;
    }
    const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
    return Number.isFinite(number) ? nearest(control.values, number) : null;
  }

  customElements.define("lossviz-demo", LossvizDemo);
})();
