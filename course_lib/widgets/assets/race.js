// Optimizers racing: the paths come with the data, the page plays them.

// Numbers come rounded to two digits: show no more than these.
const short = (value) => (value === 0 || value >= 1e-3 ? String(value) : number(value, 4));

class OptimizerRace extends CourseWidget {
  setup(root) {
    Object.assign(this, { at: 0, stage: 0, factor: 1, shown: this.data.names.map(() => true) });
    this.picture = el("div", { class: "picture", tabindex: "0", role: "img" });
    this.note = el("p", { class: "note" });
    this.live = el("div", { class: "unseen", "aria-live": "polite" });
    root.append(el("section", { class: "card", onkeydown: (event) => this.key(event) },
      el("div", { class: "choices" },
        this.choice("손실면", "stage", this.data.stages.map(({ name }) => name)),
        this.choice("학습률", "factor", this.data.factors)),
      this.picture, this.note, this.controls(), this.switches(), this.live));
    this.picture.addEventListener("pointerdown", () => this.picture.focus({ preventScroll: true }));
    new ResizeObserver(() => this.refit()).observe(this.picture);
    this.show(0);
  }

  // A row of buttons of which one is pressed; it sets this[field].
  choice(label, field, names) {
    const buttons = names.map((name, k) => el("button", { type: "button", onclick: () => {
      this[field] = k;
      if (field === "stage") this.stop(), this.at = 0;
      this.show(this.at);
    } }, name));
    (this.groups ||= {})[field] = buttons;
    return el("div", { class: "choice", role: "group", "aria-label": label }, el("span", {}, label), ...buttons);
  }

  controls() {
    const button = (text, action, name = "") => el("button", { type: "button", class: name, onclick: action }, text);
    this.play = button("재생", () => this.toggle(), "main");
    this.status = el("output", { class: "status" });
    this.slider = el("input", { type: "range", min: 0, max: this.data.steps, "aria-label": "걸음",
      oninput: () => this.go(Number(this.slider.value)) });
    return el("div", { class: "controls" }, el("div", { class: "row" }, button("처음으로", () => this.go(0)),
      button("이전", () => this.go(this.at - 1)), this.play, button("다음", () => this.go(this.at + 1)), this.status),
      this.slider);
  }

  switches() {
    this.chips = this.data.names.map((name, k) => el("button", { type: "button", class: "chip",
      style: `--c:${runnerColour(k)}`, onclick: () => { this.shown[k] = !this.shown[k]; this.show(this.at); } }));
    return el("div", { class: "chips", role: "group", "aria-label": "보일 옵티마이저" }, ...this.chips);
  }

  get runs() { return this.data.stages[this.stage].runs[this.factor]; }

  // The loss of a runner at this step; null once it has left the picture for good.
  loss(run) { return this.at < run.losses.length ? run.losses[this.at] : null; }

  show(at) {
    const { stages, steps, names } = this.data, stage = stages[this.stage];
    this.at = Math.max(0, Math.min(steps, at));
    this.slider.value = this.at;
    this.slider.setAttribute("aria-valuetext", `${this.at}걸음`);
    this.status.innerHTML = `걸음 <b>${this.at}</b>/${steps}`;
    this.note.textContent = `${stage.note} 진할수록 낮은 곳, ✕는 가장 낮은 곳입니다.`;
    for (const [field, buttons] of Object.entries(this.groups))
      buttons.forEach((button, k) => button.setAttribute("aria-pressed", k === this[field]));
    this.chips.forEach((chip, k) => {
      const loss = this.loss(this.runs[k]);
      chip.setAttribute("aria-pressed", this.shown[k]);
      chip.innerHTML = `<i>${k + 1}</i><b>${names[k]}</b><span>η ${short(this.runs[k].lr)}</span>` +
        `<span>${loss === null ? "발산" : `손실 ${short(loss)}`}</span>`;
    });
    this.picture.setAttribute("aria-label", `${this.getAttribute("aria-label")} ${stage.name}, ${this.at}걸음. 화살표 키로 움직입니다.`);
    this.draw();
  }

  draw() {
    this.picture.innerHTML = racePicture({ stage: this.data.stages[this.stage], runs: this.runs,
      step: this.at, shown: this.shown, units: this.data.units, width: this.width || 640 });
  }

  refit() {
    const width = Math.round(this.picture.clientWidth);
    if (width && width !== this.width) {
      this.width = width;
      this.draw();
    }
  }

  go(at) {
    this.stop();
    this.show(at);
    this.say();
  }

  say() {
    const parts = this.data.names.flatMap((name, k) => {
      const loss = this.loss(this.runs[k]);
      return this.shown[k] ? [`${name} ${loss === null ? "발산" : short(loss)}`] : [];
    });
    this.live.textContent = `${this.at}걸음의 손실. ${parts.join(", ")}.`;
  }

  toggle() {
    if (this.timer) return this.stop(), this.say();
    if (this.at === this.data.steps) this.show(0);
    this.play.textContent = "멈춤";
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.timer = setInterval(() => {
      this.show(this.at + (calm ? 10 : 1));
      if (this.at === this.data.steps) this.stop(), this.say();
    }, calm ? 1000 : 90);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = 0;
    this.play.textContent = "재생";
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

customElements.get("course-race") || customElements.define("course-race", OptimizerRace);
