// A widget that walks through frames: previous, next, play, back to the start, slider, ←, →.
// A subclass gives frames(), draw(frame) and may add buttons with extras().
// A frame: {phase, title, html, text}; `text` is read out, `html` stands under the controls.

class Stepper extends CourseWidget {
  setup(root) {
    this.at = 0;
    this.picture = el("div", { class: "picture", tabindex: "0", role: "img" });
    this.picture.setAttribute("aria-label", `${this.getAttribute("aria-label")} 화살표 키로 움직입니다.`);
    this.phases = el("div", { class: "phases", role: "group", "aria-label": "단계" });
    this.status = el("output", { class: "status" });
    this.panel = el("div", { class: "panel" });
    this.live = el("div", { class: "unseen", "aria-live": "polite" });
    const head = el("div", { class: "head" }, this.phases, this.status);
    root.append(el("section", { class: "card", onkeydown: (event) => this.key(event) },
      head, this.picture, this.controls(), this.panel, this.live));
    this.picture.addEventListener("pointerdown", () => this.picture.focus({ preventScroll: true }));
    new ResizeObserver(() => this.refit()).observe(this.picture);
    this.restart(0);
  }

  controls() {
    const button = (text, action, name = "") => el("button", { type: "button", class: name, onclick: action }, text);
    this.back = button("이전", () => this.go(this.at - 1));
    this.play = button("자동 재생", () => this.toggle());
    this.next = button("다음", () => this.go(this.at + 1), "main");
    this.slider = el("input", { type: "range", min: 0, step: 1, "aria-label": "장면",
      oninput: () => this.go(Number(this.slider.value)) });
    return el("div", { class: "controls" },
      el("div", { class: "row" }, button("처음으로", () => this.reset()), this.back, this.play, this.next, ...this.extras()),
      this.slider);
  }

  extras() { return []; }

  reset() { this.restart(0); }

  // New frames (another round, other numbers): lay all panels on one place, so nothing jumps.
  restart(at) {
    this.list = this.frames();
    this.slider.max = this.list.length - 1;
    this.panel.replaceChildren(...this.list.map((frame) => {
      const sheet = el("div", { class: `sheet ${frame.phase}` });
      sheet.innerHTML = `<h4>${escapeText(frame.title)}</h4>${frame.html}<p>${escapeText(frame.text)}</p>`;
      return sheet;
    }));
    const names = [...new Map(this.list.map((frame, k) => [frame.phase, k]).reverse())].reverse();
    this.phases.replaceChildren(...names.map(([phase, k]) =>
      el("button", { type: "button", class: phase, onclick: () => this.go(k) }, this.constructor.PHASES[phase])));
    this.show(at);
  }

  // Where the reader wants to be; only then is the frame read out, not while the page loads.
  go(at) {
    this.stop();
    this.show(at);
    this.say();
  }

  say() {
    const { title, text } = this.list[this.at];
    this.live.textContent = `${title}. ${text}`;
  }

  show(at) {
    this.at = Math.max(0, Math.min(this.list.length - 1, at));
    const frame = this.list[this.at];
    [...this.panel.children].forEach((sheet, k) => sheet.classList.toggle("on", k === this.at));
    for (const chip of this.phases.children)
      chip.setAttribute("aria-pressed", chip.classList.contains(frame.phase));
    this.slider.value = this.at;
    this.slider.setAttribute("aria-valuetext", `${this.at + 1}/${this.list.length} ${frame.title}`);
    // Not `disabled`: a button that goes dead under the finger would lose the keyboard's place.
    this.back.setAttribute("aria-disabled", this.at === 0);
    this.next.setAttribute("aria-disabled", this.at === this.list.length - 1);
    this.card().dataset.phase = frame.phase;
    this.draw(frame);
  }

  card() { return this.panel.parentElement; }

  refit() {
    const width = Math.round(this.picture.clientWidth);
    if (width && width !== this.width) {
      this.width = width;
      this.draw(this.list[this.at]);
    }
  }

  toggle() {
    if (this.timer) return this.stop();
    if (this.at === this.list.length - 1) this.show(0);
    this.play.textContent = "멈춤";
    this.timer = setInterval(() => {
      this.show(this.at + 1);
      this.say();
      if (this.at === this.list.length - 1) this.stop();
    }, this.constructor.PACE || 2600);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = 0;
    this.play.textContent = "자동 재생";
  }

  disconnectedCallback() { if (this.play) this.stop(); }

  key(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || event.target === this.slider || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.go(this.at + by);
  }
}
