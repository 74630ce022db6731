// A decision boundary while it learns: choose points and a model, watch the line and the loss.

class BoundaryPlayer extends Stepper {
  static PHASES = { start: "배우기 전", learning: "배우는 중", done: "마지막" };
  static PACE = 420;

  setup(root) {
    this.pick = { data: this.data.movies[0].data, model: this.data.movies[0].model };
    super.setup(root);
    this.picture.before(this.chooser());
    this.choose({});
  }

  chooser() {
    const group = (key, title) => {
      const names = [...new Set(this.data.movies.map((movie) => movie[key]))];
      return names.length < 2 ? "" : el("div", { role: "group", "aria-label": title }, el("span", {}, title),
        ...names.map((name) => el("button", { type: "button", "data-key": key, "data-name": name,
          onclick: () => this.choose({ [key]: name }) }, name)));
    };
    this.choices = el("div", { class: "choice" }, group("data", "데이터"), group("model", "모델"));
    return this.choices;
  }

  // A choice that goes with no movie takes the first movie that has it.
  choose(wish) {
    this.stop();
    const [key, name] = Object.entries(wish)[0] || ["data", this.pick.data];
    const next = { ...this.pick, ...wish };
    const found = this.data.movies.find((one) => one.data === next.data && one.model === next.model)
      || this.data.movies.find((one) => one[key] === name);
    this.pick = { data: found.data, model: found.model };
    for (const button of this.choices.querySelectorAll("button"))
      button.setAttribute("aria-pressed", this.pick[button.dataset.key] === button.dataset.name);
    this.restart(0);
  }

  get movie() {
    const { data, model } = this.pick;
    return this.data.movies.find((one) => one.data === data && one.model === model);
  }

  // Frames come packed: one list of parameters, W row by row, then c, v and b.
  frames() {
    const { frames, hidden } = this.movie;
    return frames.map((frame, k) => {
      const p = frame.p, W = Array.from({ length: hidden }, (_, j) => p.slice(2 * j, 2 * j + 2));
      return { ...frame, weights: { W, c: p.slice(2 * hidden, 3 * hidden), v: p.slice(3 * hidden, -1), b: p[p.length - 1] },
        phase: k === 0 ? "start" : k === frames.length - 1 ? "done" : "learning",
        html: frame.lines.map((one) => `<div class="formula">${math(one)}</div>`).join("") };
    });
  }

  right(frame) {
    const { points } = this.movie;
    return points.filter(([x, y, label]) => (score(frame.weights, x, y) > 0) === (label === 1)).length;
  }

  // Too fast to be read out while it plays.
  say() { if (!this.timer) super.say(); }

  draw(frame) {
    const width = this.width || 640, wide = width >= 520;
    const side = Math.round(wide ? Math.min(0.56 * width, 380) : width);
    this.picture.innerHTML = planePicture(this.movie, frame, side) +
      (wide ? this.curve(width - side - 16, side) : this.curve(width, 120)) + this.keys();
    const { measure, digits, points } = this.movie;
    this.status.innerHTML = `${measure} <b>${number(frame.value, digits)}</b> · 맞힌 점 <b>${this.right(frame)}/${points.length}</b>`;
  }

  // The measure of every frame, the past in colour.
  curve(width, height) {
    const { frames, measure, digits } = this.movie, values = frames.map((frame) => frame.value);
    const top = 34, low = height - 22, most = Math.max(...values, 1e-9);
    const x = (k) => 6 + (k / Math.max(1, frames.length - 1)) * (width - 16);
    const y = (value) => low - (value / most) * (low - top);
    const path = (upto) => values.slice(0, upto + 1).map((value, k) => `${k ? "L" : "M"}${x(k).toFixed(1)} ${y(value).toFixed(1)}`).join("");
    return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true">` +
      `<text x="2" y="14">${escapeText(measure)}</text>` +
      `<text class="value" x="${width - 2}" y="14" text-anchor="end">${number(values[this.at], digits)}</text>` +
      `<path class="zero" d="M2 ${low}H${width - 2}"/><path class="all" d="${path(values.length - 1)}"/>` +
      `<path class="past" d="${path(this.at)}"/><circle class="here" cx="${x(this.at)}" cy="${y(values[this.at])}" r="5"/>` +
      `<text x="2" y="${height - 5}">${escapeText(frames[0].mark)}</text>` +
      `<text x="${width - 2}" y="${height - 5}" text-anchor="end">${escapeText(frames[frames.length - 1].mark)}</text></svg>`;
  }

  keys() {
    const small = (inner) => `<svg viewBox="0 0 14 14" width="14" height="14">${inner}</svg>`;
    return `<div class="keys" aria-hidden="true"><span>${small(mark(1, 7, 7, 5, "point side1"))}정답 1</span>` +
      `<span>${small(mark(0, 7, 7, 4.5, "point side0"))}정답 0</span>` +
      `<span>${small('<circle class="wrong" cx="7" cy="7" r="6"/>')}틀린 점</span>` +
      (this.list[this.at].looked == null ? "" : `<span>${small('<circle class="looked" cx="7" cy="7" r="5"/>')}지금 보는 점</span>`) + "</div>";
  }
}

customElements.get("course-boundary") || customElements.define("course-boundary", BoundaryPlayer);
