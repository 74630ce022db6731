// One activation function at a time: its curve, its derivative, and what a stack of it does.

const AXIS = { x: [-6, 6], xticks: [-6, -3, 0, 3, 6] };
const LOWEST = -12, HIGHEST = 4; // powers of ten that the stack's chart reaches

class ActivationExplorer extends Curves {
  setup(root) {
    this.state = { ...this.data };
    super.setup(root);
    this.slider("x", { name: "입력 x", min: -6, max: 6, step: 0.05 });
    this.slider("a", { name: "왼쪽의 기울기 a", min: 0, max: 1, step: 0.01 });
    this.slider("T", { name: "온도 T", min: 0.25, max: 4, step: 0.05 });
    this.slider("depth", { name: "쌓은 층의 수", min: 1, max: 20, step: 1, shown: (n) => `${n}층` });
    this.slider("w", { name: "층 사이의 가중치 w", min: 0.25, max: 8, step: 0.25 });
    this.picture.addEventListener("pointerdown", (event) => this.point(event));
    this.picture.addEventListener("pointermove", (event) => event.buttons && this.point(event));
    this.update();
  }

  choices() {
    this.buttons = el("div", { class: "choice", role: "group", "aria-label": "활성화 함수" },
      ...Object.entries(ACTIVATIONS).map(([key, { name }]) =>
        el("button", { type: "button", "data-key": key, onclick: () => this.choose(key) }, name)));
    return this.buttons;
  }

  choose(name) {
    this.state.name = name;
    this.update();
    this.say();
  }

  // The reader's finger on one of the two curves sets x.
  point(event) {
    const svg = event.target.closest(".curves svg");
    if (!svg) return;
    const place = svg.getBoundingClientRect(), width = svg.viewBox.baseVal.width;
    const { left, right } = frame({ width, height: 1, x: AXIS.x, y: [0, 1] });
    const at = ((event.clientX - place.left) / place.width) * width;
    const x = AXIS.x[0] + ((at - left) / (right - left)) * 12;
    this.state.x = Math.max(-6, Math.min(6, Math.round(x * 20) / 20));
    this.update();
  }

  // Everything that is shown, as numbers.
  get values() {
    const { name, x, a, T, depth, w } = this.state, one = ACTIVATIONS[name];
    return { f: one.f(x, { a, T }), d: one.d(x, { a, T }), layers: stack(one, x, depth, w, { a, T }),
      shares: softmax([x, ...RIVALS], T) };
  }

  draw() {
    const { name, x, a, T, depth } = this.state, one = ACTIVATIONS[name], now = this.values;
    for (const button of this.buttons.children) button.setAttribute("aria-pressed", button.dataset.key === name);
    for (const row of this.rows.children)
      row.hidden = (["a", "T"].includes(row.dataset.key) && one.uses !== row.dataset.key)
        || (["depth", "w"].includes(row.dataset.key) && Boolean(one.alone));
    const full = this.width || 660, width = full >= 520 ? Math.floor((full - 8) / 2) : full;
    const height = full >= 520 ? 220 : 190, setting = { a, T };
    const upper = chart({ ...AXIS, width, height, title: "함수 f(x)와 접선", y: one.y,
      yticks: one.y === SQUASHED ? [-1, 0, 1] : [0, 2, 4, 6],
      curves: [{ f: (t) => one.f(t, setting), tone: "forward" }],
      inner: (box) => tangent(box, x, now.f, now.d, "backward") + dot(box, x, now.f, "forward") });
    const lower = chart({ ...AXIS, width, height, title: "미분 f′(x), 곧 접선의 기울기", y: [-0.25, 1.25],
      yticks: [0, 0.25, 0.5, 1], curves: [{ f: (t) => one.d(t, setting), tone: "backward" }],
      inner: (box) => dot(box, x, now.d, "backward") });
    this.picture.innerHTML = `<div class="curves picture">${upper}${lower}</div>` +
      (one.alone ? this.shares(now.shares, full) : this.depths(now.layers, full));
    const last = now.layers[depth - 1].reach;
    this.reading.innerHTML = `<span>x = ${number(x, 2)}</span><span class="f">f(x) = ${number(now.f)}</span>` +
      `<span class="d">f′(x) = ${number(now.d)}</span>` +
      (one.alone ? "" : `<span class="d">${depth}층을 거슬러 온 기울기 = ${number(last)}</span>`);
    this.note.textContent = one.alone
      ? "로짓 (x, 0, −1)에 소프트맥스를 씌웠을 때 첫째 클래스의 확률입니다. 세 막대의 합은 언제나 1입니다."
      : "아래 그림은 x → f → ×w → f → ×w → … 로 쌓은 층을 거슬러 오를 때 1이었던 기울기가 얼마나 남는지를 로그 눈금으로 그린 것입니다.";
  }

  // What is left of the gradient after each layer, on a logarithmic scale.
  depths(layers, width) {
    const title = `${layers.length}층을 거슬러 온 기울기`, count = Math.max(layers.length, 10);
    const yticks = [4, 0, -4, -8, -12];
    const stems = ({ X, Y, bottom }) => layers.map(({ reach }, k) => {
      const power = Math.max(LOWEST, Math.min(HIGHEST, Math.log10(Math.abs(reach)))), x = X(k + 1);
      return Math.abs(reach) < 10 ** LOWEST
        ? `<path class="gone" d="M${x - 4} ${bottom - 8}l8 8m0 -8l-8 8"/>`
        : `<path class="stem backward" d="M${x} ${Y(0)}V${Y(power)}"/><circle class="dot backward" cx="${x}" cy="${Y(power)}" r="4.5"/>`;
    }).join("");
    const labels = ({ Y, left }) => yticks.map((power) =>
      `<text x="${left - 6}" y="${Y(power) + 4}" text-anchor="end">${power ? `10${superscript(power)}` : "1"}</text>`).join("");
    return chart({ width, height: 170, x: [0.2, count + 0.8], y: [LOWEST, HIGHEST], title,
      inner: (box) => yticks.map((power) => `<path class="${power ? "grid" : "zero"}" d="M${box.left} ${box.Y(power)}H${box.right}"/>`).join("") +
        labels(box) + layers.map((_, k) => `<text x="${box.X(k + 1)}" y="${box.bottom + 16}" text-anchor="middle">${k + 1}</text>`).join("") + stems(box) });
  }

  shares(shares, width) {
    const names = ["x", ...RIVALS.map(tick)], long = width - 130;
    const rows = shares.map((p, k) => {
      const y = 30 + 34 * k;
      return `<text x="2" y="${y + 17}">로짓 ${names[k]}</text>` +
        `<path class="bar ${k ? "update" : "forward"}" d="M62 ${y}h${Math.max(1, p * long)}v24h${-Math.max(1, p * long)}z"/>` +
        `<text class="value" x="${68 + p * long}" y="${y + 17}">${number(p, 3)}</text>`;
    });
    return `<svg class="chart" viewBox="0 0 ${width} 140" width="${width}" height="140" aria-hidden="true">` +
      `<text class="title" x="2" y="14">세 클래스의 확률</text>${rows.join("")}</svg>`;
  }
}

customElements.get("course-activations") || customElements.define("course-activations", ActivationExplorer);
