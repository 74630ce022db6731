// A window slides over a sentence that the reader types; every center gives its pairs.

class SkipgramWindow extends Stepper {
  static PHASES = { backward: "문장", forward: "창", update: "모든 쌍" };
  static PACE = 1800;

  setup(root) {
    const { text, width, dynamic, subsample, negative } = this.data;
    this.state = { text, width, dynamic, subsample, negative, seed: 0 };
    super.setup(root);
    this.card().prepend(this.settings());
    this.show(1);
  }

  settings() {
    this.typed = el("input", { type: "text", class: "typed", value: this.state.text, maxlength: 160, "aria-label": "문장",
      autocomplete: "off", spellcheck: "false", oninput: () => this.set({ text: this.typed.value }) });
    return el("div", { class: "settings", onkeydown: (event) => event.stopPropagation() },
      el("label", { class: "ask" }, el("span", {}, "문장을 고쳐 보십시오"), this.typed),
      el("div", { class: "knobs" }, this.knob("width", "창 너비", 1, 5), this.knob("negative", "네거티브", 0, 5),
        this.tick("dynamic", "동적 창"), this.tick("subsample", "서브샘플링")));
  }

  knob(key, name, min, max) {
    const value = el("output", {}, String(this.state[key]));
    const input = el("input", { type: "range", min, max, step: 1, value: this.state[key], "aria-label": name, "data-key": key,
      oninput: () => { value.textContent = input.value; this.set({ [key]: Number(input.value) }); } });
    return el("label", { class: "knob" }, el("span", {}, name), input, value);
  }

  tick(key, name) {
    const input = el("input", { type: "checkbox", "data-key": key, checked: this.state[key],
      onchange: () => this.set({ [key]: input.checked }) });
    return el("label", { class: "tick" }, input, name);
  }

  extras() {
    return [el("button", { type: "button", class: "extra", onclick: () => this.set({ seed: this.state.seed + 1 }) }, "다시 뽑기")];
  }

  reset() {
    this.stop();
    this.show(0);
  }

  // Another setting: stay at the same center where there still is one.
  set(change) {
    this.stop();
    Object.assign(this.state, change);
    this.restart(this.at);
    this.say();
  }

  frames() {
    this.now = readSentence({ ...this.data, ...this.state });
    return [this.opening(), ...this.now.centers.map((center) => this.visit(center)), this.closing()];
  }

  get total() { return this.now.centers.reduce((sum, { contexts }) => sum + contexts.length, 0); }

  opening() {
    const { types, counts, keep, noise, words } = this.now;
    const rows = types.map((type, k) => `<tr><th scope="row">${escapeText(type)}</th><td>${counts[k]}</td>` +
      `<td>${keep[k].toFixed(2)}</td><td>${noise[k].toFixed(2)}</td></tr>`);
    const gone = this.now.kept.filter((kept) => !kept).length;
    const text = !words.length ? "단어를 띄어 써서 적어 보십시오."
      : gone ? `흔한 단어 ${gone}개를 이번에는 건너뜁니다. 창은 남은 단어 위에 놓입니다.`
        : "남길 확률이 1보다 작은 단어는 때때로 건너뜁니다. 뽑힐 확률은 횟수의 0.75제곱에 비례합니다.";
    return { phase: "backward", title: `단어 ${words.length}개, 종류 ${types.length}가지`, text,
      html: `<div class="scroll" tabindex="0" role="region" aria-label="단어의 확률"><table><thead><tr><th scope="col">단어</th>` +
        `<th scope="col">횟수</th><th scope="col">남길 확률</th><th scope="col">뽑힐 확률</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>` };
  }

  visit(center) {
    const { words, types } = this.now, name = words[center.at];
    const rows = center.contexts.map((other, k) => {
      const drawn = center.negatives[k].map((type) => `<s>${escapeText(types[type])}</s>`).join(" ");
      return `<li><b>${escapeText(name)}</b> → <b class="near">${escapeText(words[other])}</b> ${drawn}</li>`;
    });
    const said = center.contexts.map((other) => words[other]).join(", ");
    return { phase: "forward", center, title: `중심 단어 ‘${name}’, 창 ${center.reach}`,
      html: `<ul class="pairs">${rows.join("")}</ul>`,
      text: !said ? "이웃이 없어 쌍이 생기지 않습니다."
        : this.state.negative ? `이웃(${said})에는 ‘예’, 줄을 그은 단어에는 ‘아니요’라고 답하도록 배웁니다.`
          : `‘${name}’ 하나를 보고 이웃(${said}) 하나하나를 맞히도록 배웁니다.` };
  }

  closing() {
    const { words, centers } = this.now;
    const rows = centers.flatMap(({ at, contexts }) => contexts.map((other) => `<li>${escapeText(words[at])} → ${escapeText(words[other])}</li>`));
    return { phase: "update", title: `쌍 ${rows.length}개`, text: "창이 문장을 끝까지 지나며 모은 쌍입니다. 모델이 보는 데이터는 이것이 전부입니다.",
      html: `<div class="scroll" tabindex="0" role="region" aria-label="모든 쌍"><ul class="all">${rows.join("")}</ul></div>` };
  }

  draw({ center, phase }) {
    const { words, kept } = this.now, near = new Map();
    if (center) for (const other of center.contexts) near.set(other, this.steps(center.at, other));
    const chips = words.map((word, i) => {
      const kind = !kept[i] ? "gone" : center && i === center.at ? "center" : near.has(i) ? "near" : phase === "update" ? "seen" : "";
      const note = kind === "center" ? "중심" : kind === "near" ? near.get(i) : kind === "gone" ? "건너뜀" : "";
      return `<span class="word ${kind}"><b>${escapeText(word)}</b><small>${note}</small></span>`;
    });
    this.picture.innerHTML = `<div class="words" aria-hidden="true">${chips.join("")}</div>`;
    this.status.innerHTML = `쌍 <b>${this.total}</b>개`;
  }

  // How many kept words from the center, as −2 or +1.
  steps(at, other) {
    const places = this.now.kept.flatMap((kept, i) => (kept ? [i] : []));
    const gap = places.indexOf(other) - places.indexOf(at);
    return gap < 0 ? `−${-gap}` : `+${gap}`;
  }
}

customElements.get("course-skipgram") || customElements.define("course-skipgram", SkipgramWindow);
