// The reader types a text; an LSTM reads it word by word.

class GatesStepper extends Stepper {
  static PHASES = { forward: "읽기" };
  static PACE = 1600;

  setup(root) {
    this.read = readerOf(this.data);
    this.text = this.data.text;
    this.words = el("div", { class: "words", role: "group", "aria-label": "읽는 단어" });
    super.setup(root);
    this.picture.before(this.words);
    this.card().prepend(this.form());
    this.show(Infinity); // read to the end, so that the strips are full
  }

  form() {
    this.field = el("input", { type: "text", value: this.text, "aria-label": "읽을 글", maxlength: 200,
      autocomplete: "off", oninput: () => this.type(this.field.value) });
    const example = (text) => el("button", { type: "button",
      onclick: () => { this.field.value = text; this.type(text); this.live.textContent = this.summary(); } }, text);
    return el("div", { class: "typing" }, el("label", {}, el("span", {}, "읽을 글"), this.field),
      el("div", { class: "examples" }, ...this.data.examples.map(example)));
  }

  // A new text: read it anew and show its end, where the answer is.
  type(text) {
    this.stop();
    this.text = text;
    this.restart(Infinity);
  }

  restart(at) {
    super.restart(at);
    const chip = ({ token, known }, k) => el("button", { type: "button", class: known ? "" : "strange",
      title: known ? "" : "어휘에 없는 단어입니다", onclick: () => this.go(k) }, token);
    this.words.replaceChildren(...this.steps.map(chip));
    this.show(this.at);
  }

  // The unit whose cell state this step changes most.
  unitAt(k) {
    const { c, c_before } = this.steps[k], moved = c.map((value, n) => Math.abs(value - c_before[n]));
    return moved.indexOf(Math.max(...moved));
  }

  frames() {
    const { steps, cut } = this.read(this.text);
    this.steps = steps;
    if (!steps.length) return [{ phase: "forward", title: "읽을 글이 없습니다", html: "", text: "위 칸에 글을 써 보십시오." }];
    return steps.map((one, k) => this.frame(one, k, cut && k === steps.length - 1));
  }

  frame(one, k, cut) {
    const n = this.unitAt(k), mean = (values) => values.reduce((sum, v) => sum + v, 0) / values.length;
    const by = (key) => number(one[key][n], 2), times = (key) => (one[key][n] < 0 ? `(${by(key)})` : by(key));
    const html = `<div class="eq"><span>유닛 ${n + 1}: ${math("c = f")} · 앞의 ${math("c + i g")}</span>` +
      `<span class="calc">= ${by("f")} × ${times("c_before")} + ${by("i")} × ${times("g")}</span><b>= ${by("c")}</b></div>` +
      `<div class="eq"><span>${math("h = o")} tanh ${math("c")}</span>` +
      `<span class="calc">= ${by("o")} × ${number(Math.tanh(one.c[n]), 2)}</span><b>= ${by("h")}</b></div>`;
    const strange = one.known ? "" : "어휘에 없는 단어라 ‘모르는 단어’의 벡터로 읽었습니다. ";
    const text = `${strange}셀 상태는 앞의 것을 평균 ${number(mean(one.f), 2)}만큼 남겼고, 유닛 ${n + 1}이 가장 크게 바뀌었습니다. ` +
      `여기까지 읽은 답은 ${this.answer(one)}입니다.${cut ? ` 앞의 ${this.steps.length}개까지만 읽었습니다.` : ""}`;
    return { phase: "forward", title: `${k + 1}. ‘${one.token}’`, html, text };
  }

  answer({ shares }) {
    const best = shares[1] > 0.5 ? 1 : 0;
    return `${this.data.labels[best]} ${Math.round(100 * shares[best])}%`;
  }

  summary() {
    const last = this.steps.at(-1);
    return last ? `다 읽은 답은 ${this.answer(last)}입니다.` : "읽을 글이 없습니다.";
  }

  draw() {
    [...this.words.children].forEach((chip, k) => {
      chip.setAttribute("aria-pressed", k === this.at);
      chip.classList.toggle("later", k > this.at);
    });
    const last = this.steps.at(-1);
    this.status.innerHTML = last ? `다 읽으면 <b>${this.answer(last)}</b>` : "";
    this.picture.innerHTML = last ? gatesPicture({ steps: this.steps, at: this.at, unit: this.unitAt(this.at),
      width: this.width || 680, label: this.data.labels[1] }) : "";
  }

  key(event) {
    if (event.target !== this.field) super.key(event);
  }
}

customElements.get("course-gates") || customElements.define("course-gates", GatesStepper);
