// A sentence that the reader types: its tokens, the columns they fill, the vector.

class BagExplorer extends CourseWidget {
  setup(root) {
    const { text, weighting, high } = this.data;
    this.state = { text, weighting, high };
    this.input = el("input", { type: "text", class: "typed", value: text, "aria-label": "문장", maxlength: 200,
      autocomplete: "off", spellcheck: "false", oninput: () => this.set({ text: this.input.value }), onchange: () => this.say() });
    this.out = el("div", { class: "out" });
    this.live = el("div", { class: "unseen", "aria-live": "polite" });
    root.append(el("section", { class: "card" },
      el("label", { class: "ask" }, el("span", {}, "문장을 고쳐 보십시오"), this.input),
      el("div", { class: "choices" },
        this.group("n-그램", "high", [[1, "낱개"], [2, "1–2"], [3, "1–3"]]),
        this.group("값", "weighting", [["count", "개수"], ["tfidf", "TF-IDF"]]),
        el("div", { class: "choice" },
          el("button", { type: "button", onclick: () => this.shuffle() }, "순서 섞기"),
          el("button", { type: "button", onclick: () => this.type(this.data.text) }, "처음으로"))),
      this.out, this.corpus(), this.live));
    this.draw();
  }

  group(name, key, choices) {
    const press = (value) => () => { this.set({ [key]: value }); this.say(); };
    return el("div", { class: "choice", role: "group", "aria-label": name }, el("span", {}, name),
      ...choices.map(([value, text]) => el("button", { type: "button", "data-key": key, "data-value": value, onclick: press(value) }, text)));
  }

  corpus() {
    const { documents } = this.data, all = el("details", {}, el("summary", {}, `어휘를 만든 문서 ${documents.length}개`));
    all.append(el("ul", {}, ...documents.map((text) =>
      el("li", {}, el("button", { type: "button", class: "plain", title: "이 문서를 넣어 봅니다", onclick: () => this.type(text) }, text)))));
    return all;
  }

  // The name of a token or n-gram; where single characters count, a space is a sign of its own.
  name(text) {
    return escapeText(this.data.tokenizer === "characters" ? text.replace(/ /g, "␣") : text);
  }

  get values() { return bagOf({ ...this.data, ...this.state }); }

  set(change) {
    Object.assign(this.state, change);
    this.draw();
  }

  type(text) {
    this.input.value = text;
    this.set({ text });
    this.say();
  }

  // Another order of the same tokens (not that same order, where there is another one).
  shuffle() {
    const { tokenizer } = this.data, tokens = TOKENIZE[tokenizer](this.state.text), joiner = tokenizer === "characters" ? "" : " ";
    const before = tokens.join(joiner), old = this.values.vector.join();
    for (let attempt = 0; attempt < 20 && tokens.join(joiner) === before; attempt++)
      for (let i = tokens.length - 1; i > 0; i--) {
        const j = Math.floor(Math.random() * (i + 1));
        [tokens[i], tokens[j]] = [tokens[j], tokens[i]];
      }
    this.type(tokens.join(joiner));
    const same = this.values.vector.join() === old;
    this.out.append(el("p", { class: `verdict ${same ? "same" : "new"}` },
      same ? "순서를 섞었는데 벡터는 그대로입니다." : "순서를 섞으니 벡터가 달라졌습니다."));
    this.live.textContent = this.out.lastChild.textContent;
  }

  say() { this.live.textContent = this.out.querySelector(".sum").textContent; }

  draw() {
    for (const button of this.shadowRoot.querySelectorAll("[data-key]"))
      button.setAttribute("aria-pressed", String(this.state[button.dataset.key]) === button.dataset.value);
    const now = this.values, filled = now.vector.flatMap((value, i) => (value ? [i] : []));
    this.out.innerHTML = this.pieces(now) + this.strip(now, filled) + this.table(now, filled);
  }

  // Tokens in a row; those that no document has are said to be strange.
  pieces({ tokens, at }) {
    const chips = tokens.map((token) => `<span class="chip${at.has(token) ? "" : " strange"}">${this.name(token)}</span>`);
    return `<h4>토큰 ${tokens.length}개</h4><div class="chips">${chips.join("") || "<em>아직 없습니다</em>"}</div>`;
  }

  strip({ vector }, filled) {
    const small = vector.length > 96, counted = this.state.weighting === "count";
    const shown = (value) => (counted ? String(value) : value.toFixed(2).replace(/^0/, ""));
    const cells = vector.map((value) => `<i class="${value ? "on" : ""}">${small ? "" : value ? shown(value) : "0"}</i>`);
    const share = vector.length ? Math.round((100 * (vector.length - filled.length)) / vector.length) : 0;
    return `<h4>벡터</h4><p class="sum">어휘 ${vector.length}칸 가운데 0이 아닌 칸 ${filled.length}개, 0이 ${share}%</p>` +
      `<div class="cells${small ? " small" : ""}${counted ? "" : " wide"}" aria-hidden="true">${cells.join("")}</div>`;
  }

  table({ names, counts, df, idf, raw, vector, length, strange }, filled) {
    const weighed = this.state.weighting === "tfidf", documents = this.data.documents.length;
    const heads = weighed ? ["항", "칸", "개수", "문서", "idf", "곱", "÷ 길이"] : ["항", "칸", "개수"];
    const cell = (text) => `<td>${text}</td>`;
    const rows = filled.map((i) => `<tr><th scope="row">${this.name(names[i])}</th>` +
      [i, counts[i], ...(weighed ? [`${df[i]}/${documents}`, idf[i].toFixed(3), raw[i].toFixed(3), `<b>${vector[i].toFixed(3)}</b>`] : [])].map(cell).join("") + "</tr>");
    const left = [...strange].map(([name, n]) => `<span class="chip strange">${this.name(name)}${n > 1 ? ` ×${n}` : ""}</span>`);
    return `<div class="scroll" tabindex="0" role="region" aria-label="0이 아닌 칸"><table><thead><tr>${heads.map((h) => `<th scope="col">${h}</th>`).join("")}</tr></thead>` +
      `<tbody>${rows.join("")}</tbody></table></div>` +
      (weighed && filled.length ? `<p class="sum2">벡터의 길이 ${length.toFixed(3)}로 나누어 길이를 1로 맞춥니다.</p>` : "") +
      (left.length ? `<p class="left">어휘에 없어 세지 않은 것: ${left.join(" ")}</p>` : "");
  }
}

customElements.get("course-bag") || customElements.define("course-bag", BagExplorer);
