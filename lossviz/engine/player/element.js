/* <lossviz-demo>: puts controls to the picture inside it (html.py says what is there) and plays the states.
   Uses all the other files. It computes no mathematics: it shows the strings that its source gives. */

const sheet = new CSSStyleSheet();
sheet.replaceSync(LOSSVIZ_CSS);

class LossvizDemo extends HTMLElement {
  /* ---- coming and going ---- */

  connectedCallback() {
    this.leaving = new AbortController(); // takes every listener outside the element away with it
    const on = (target, event, action) => target.addEventListener(event, action, { signal: this.leaving.signal });
    on(window, "hashchange", () => openAddress(this));
    on(window, "click", (event) => leadsHereAgain(event) && openAddress(this));
    on(this, "focus", () => this.shadowRoot || this.wakeByKey());
    on(document, "fullscreenchange", () => this.matches(":fullscreen") || this.growing || makeSmall(this));
    if (document.readyState === "loading") on(document, "DOMContentLoaded", () => this.begin());
    else this.begin();
  }

  disconnectedCallback() {
    this.leaving.abort();
    this.near?.disconnect();
    this.stop?.();
    this.dragging?.letGo();
    makeSmall(this); // the browser leaves full screen by itself
    cancelAnimationFrame(this.pending);
    this.pending = 0;
  }

  /** Until it comes near the screen, or an address asks for it, a demo is the still picture inside it. */
  begin() {
    if (this.loading) return this.schedule(); // it was moved to another place of the page
    delete this.dataset.ready; // of the demo that it may be a copy of
    makeSmall(this);
    this.tabIndex = 0; // the key Tab finds it before it has controls
    this.near = new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && this.load(), {
      rootMargin: "100px",
    });
    this.near.observe(this);
    openAddress(this);
  }

  wakeByKey() {
    this.load();
    this.shadowRoot.querySelector("button")?.focus();
  }

  wake() {
    if (this.shadowRoot) return;
    this.removeAttribute("tabindex");
    this.near?.disconnect();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    try {
      this.config = readConfig(this);
      this.controls = this.config.controls;
      this.indexes = this.source?.indexes ?? this.controls.map((control) => control.start);
      layOut(this);
      root.append(this.player, make("slot"));
      this.controls.forEach((_, i) => this.showControl(i));
    } catch (error) {
      this.broken = true;
      unveil(this); // no button is there to do it
      root.append(...makeStill(error));
    }
  }

  /** A sentence under the controls, with a button or a field for what can be done. */
  say(text, ...more) {
    this.note.textContent = text;
    this.more.replaceChildren(...more);
  }

  /* ---- what it shows: an index for each control, and the strings of that state ---- */

  set(i, index) {
    if (this.broken || this.failed) return;
    if (!this.hasAttribute("data-full")) unveil(this);
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
    showIndex(this.inputs[i], this.controls[i], this.indexes[i]);
  }

  showControls(indexes) {
    this.indexes = [...indexes];
    this.controls.forEach((_, i) => this.showControl(i));
  }

  /** Make the source ready, once. */
  load() {
    this.wake();
    this.loading ??= this.broken ? Promise.resolve() : this.open().catch((error) => fail(this, error));
    return this.loading;
  }

  async open() {
    this.source ??= new Recorded(this, this.controls);
    this.fill(await this.source.open());
    this.drawing = new Drawing(this.picture);
    this.draw();
    this.dataset.ready = "";
  }

  /** In the gallery the default pictures come with the data: all of them at once would be a heavy page. */
  fill(pictures) {
    for (const { children } of [this.picture, this.querySelector(".lv-picture")]) {
      pictures.forEach((inside, i) => {
        if (!children[i].querySelector("g")) children[i].insertAdjacentHTML("afterbegin", inside);
      });
    }
  }

  /** The recorded readouts, for whoever looks at all of them. */
  get words() {
    return this.source.words;
  }

  /** Draw on the next frame; several changes before it are drawn once. */
  schedule() {
    if (!this.drawing || this.pending) return;
    this.pending = requestAnimationFrame(() => {
      this.pending = 0;
      this.draw();
    });
  }

  draw() {
    this.source.ask(this.indexes, (state) => this.show(state));
  }

  show({ changes, readout, met, error }) {
    this.fault.textContent = error ?? "";
    if (error) return; // until the next state that can be drawn, the picture's place is the error's
    this.drawing.show(changes);
    writeLines(this.readout, readout);
    if (met != null) this.showChallenge(met);
  }

  showChallenge(met) {
    if (this.challenge.firstChild && met === this.challenge.classList.contains("met")) return;
    this.challenge.classList.toggle("met", met);
    if (met) this.dispatchEvent(new CustomEvent("lossviz-met", { bubbles: true }));
    this.challenge.replaceChildren(make("strong", {}, met ? "✓ Challenge met: " : "Challenge: "), this.config.challenge);
  }

  /* ---- the address ---- */

  get fragment() {
    return fragmentOf(this.id, this.controls, this.indexes);
  }

  /** Go where a link leads, #name?x0=1. What it does not name is as the demo opens. */
  follow(link) {
    this.wake();
    const read = !this.broken && readLink(link, this.id, this.controls);
    if (read) this.goTo(read);
    return this.load();
  }

  goTo({ indexes, faults }) {
    this.stop?.();
    unveil(this);
    if (this.failed) this.failed.wanted = indexes;
    else {
      this.showControls(indexes);
      this.say(inSentences(faults));
      this.schedule();
    }
  }
}

if (!customElements.get("lossviz-demo")) {
  window.lossvizData = receive; // called by the files of data
  customElements.define("lossviz-demo", LossvizDemo);
}
