// Masking at work: a sentence to type, its pieces, one draw of gaps, and the sum of all draws.

const MANY_DRAWS = 1000;
const FATE = { hidden: "가림", exchanged: "바꿈", left: "그대로" };

class MaskingExplorer extends CourseWidget {
  setup(root) {
    const { sentences, rate, seed, tokens, unknown } = this.data;
    this.vocab = { known: new Set(tokens), unknown, longest: Math.max(...tokens.map((token) => [...token].length)) };
    this.state = { text: sentences[0], rate, whole: false, seed };
    this.input = el("input", { type: "text", class: "typed", value: sentences[0], "aria-label": "문장", maxlength: 120,
      autocomplete: "off", spellcheck: "false", oninput: () => this.set({ text: this.input.value }), onchange: () => this.say() });
    this.slider = el("input", { type: "range", min: 0, max: 100, step: 5, value: Math.round(100 * rate), "aria-label": "고르는 비율",
      oninput: () => this.set({ rate: this.slider.valueAsNumber / 100 }), onchange: () => this.say() });
    this.percent = el("b", {});
    this.out = el("div", { class: "pieces" });
    this.sum = el("p", { class: "sum" });
    this.live = el("div", { class: "unseen", "aria-live": "polite" });
    root.append(el("section", { class: "card" },
      el("label", { class: "ask" }, el("span", {}, "문장을 고쳐 보십시오"), this.input),
      el("div", { class: "choice", role: "group", "aria-label": "보기 문장" },
        ...sentences.map((text, k) => el("button", { type: "button", "data-sentence": k, onclick: () => this.type(text) }, `보기 ${k + 1}`))),
      el("label", { class: "rate" }, el("span", {}, "고르는 비율 ", this.percent), this.slider),
      el("div", { class: "choice", role: "group", "aria-label": "고르는 단위" },
        ...[[false, "조각마다"], [true, "단어를 통째로"]].map(([whole, text]) =>
          el("button", { type: "button", "data-whole": String(whole), onclick: () => { this.set({ whole }); this.say(); } }, text)),
        el("button", { type: "button", class: "main", onclick: () => this.again(1) }, "다시 뽑기"),
        el("button", { type: "button", onclick: () => this.again(MANY_DRAWS) }, `${MANY_DRAWS.toLocaleString()}번 뽑기`)),
      this.out, this.sum, this.live));
    this.set({});
  }

  get pieces() { return cutText(this.state.text, this.vocab); }
  get drawn() { return drawGaps(this.pieces, { ...this.state, tokens: this.data.tokens }); }

  // Another sentence, rate or unit: the counts begin anew.
  set(change) {
    Object.assign(this.state, change);
    this.total = { draws: 0, pieces: 0, hidden: 0, exchanged: 0, left: 0, leaks: 0 };
    this.count(this.drawn);
    this.draw();
  }

  type(text) {
    this.input.value = text;
    this.set({ text });
    this.say();
  }

  again(times) {
    const { pieces } = this;
    for (let k = 0; k < times; k++) {
      this.state.seed = (this.state.seed + 1) >>> 0;
      this.count(drawGaps(pieces, { ...this.state, tokens: this.data.tokens }));
    }
    this.draw();
    this.say();
  }

  count(drawn) {
    const { total } = this;
    total.draws += 1;
    total.pieces += drawn.length;
    for (const { fate } of drawn) if (fate) total[fate] += 1;
    total.leaks += countLeaks(drawn);
  }

  get shares() {
    const { pieces, hidden, exchanged, left, leaks } = this.total, chosen = hidden + exchanged + left;
    const share = (part, whole) => (whole ? Math.round((1000 * part) / whole) / 10 : 0);
    return { chosen: share(chosen, pieces), hidden: share(hidden, chosen), exchanged: share(exchanged, chosen),
      left: share(left, chosen), leaks: share(leaks, chosen) };
  }

  say() {
    const drawn = this.drawn, chosen = drawn.filter(({ fate }) => fate);
    this.live.textContent = `조각 ${drawn.length}개 가운데 ${chosen.length}개를 골랐습니다. ` +
      chosen.map(({ piece, shown, fate }) => `${piece}: ${FATE[fate]}${fate === "exchanged" ? `, ${shown}` : ""}`).join(". ");
  }

  draw() {
    const { rate, whole, text } = this.state, { draws } = this.total, shares = this.shares;
    for (const button of this.shadowRoot.querySelectorAll("[data-whole]"))
      button.setAttribute("aria-pressed", button.dataset.whole === String(whole));
    for (const button of this.shadowRoot.querySelectorAll("[data-sentence]"))
      button.setAttribute("aria-pressed", this.data.sentences[button.dataset.sentence] === text);
    this.percent.textContent = `${Math.round(100 * rate)}%`;
    const cell = ({ piece, shown, fate }) => {
      const inside = piece.startsWith(INSIDE) ? " inside" : "";
      return `<span class="piece ${fate}${inside}"><i class="was">${escapeText(piece)}</i><b>${escapeText(shown)}</b>` +
        `<small>${fate ? `${FATE[fate]} · 묻는 자리` : "–"}</small></span>`;
    };
    this.out.innerHTML = this.drawn.map(cell).join("") || "<em>문장을 적으십시오.</em>";
    const parts = `가림 ${shares.hidden}%, 바꿈 ${shares.exchanged}%, 그대로 ${shares.left}%`;
    this.sum.innerHTML = `${draws.toLocaleString()}번 뽑은 합: 고른 조각 <b>${shares.chosen}%</b>` +
      (shares.chosen ? ` (${parts}). 고른 조각 가운데 같은 단어의 다른 조각이 보이는 것 <b>${shares.leaks}%</b>` : ". 묻는 자리가 없으면 손실도 없어 배우지 못합니다");
  }
}

customElements.get("course-masking") || customElements.define("course-masking", MaskingExplorer);
