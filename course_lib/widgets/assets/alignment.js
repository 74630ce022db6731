// A sentence and its translation: the chosen word's weights over the source, and the whole matrix.

class AlignmentMatrix extends CourseWidget {
  setup(root) {
    this.state = { sentence: 0, row: 0 };
    this.choice = el("div", { class: "choice", role: "group", "aria-label": "문장" },
      ...this.data.sentences.map((_, k) => el("button", { type: "button", onclick: () => this.choose(k) }, `문장 ${k + 1}`)));
    this.source = el("div", { class: "words source" });
    this.target = el("div", { class: "words target", role: "group", "aria-label": "번역의 단어", onkeydown: (event) => this.key(event) });
    this.picture = el("div", { class: "picture", "aria-hidden": "true", onpointermove: (event) => this.over(event), onclick: (event) => this.over(event) });
    this.reading = el("p", { class: "reading", "aria-live": "polite" });
    root.append(el("section", { class: "card" }, this.choice,
      el("h4", {}, "원문"), this.source, el("h4", {}, "번역 — 단어를 고르십시오"), this.target, this.reading, this.picture,
      el("p", { class: "note" }, "칸이 진할수록 많이 본 것입니다. 테두리는 정답 정렬입니다. 키보드로는 ←와 →로 단어를 옮깁니다.")));
    this.choose(0);
  }

  get now() { return this.data.sentences[this.state.sentence]; }

  // The chosen word's weights, the place that has most, and whether that place is right.
  get values() {
    const { row } = this.state, { weights, gold } = this.now, shares = weights[row];
    const best = shares.indexOf(Math.max(...shares));
    const right = gold.filter(([, j]) => j === row).map(([i]) => i);
    return { shares, best, right, hit: right.length ? right.includes(best) : null };
  }

  choose(sentence) {
    this.state = { sentence, row: 0 };
    [...this.choice.children].forEach((button, k) => button.setAttribute("aria-pressed", k === sentence));
    this.choice.hidden = this.data.sentences.length < 2;
    this.target.replaceChildren(...this.now.target.map((word, k) => el("button", { type: "button",
      onpointerenter: () => this.pick(k), onfocus: () => this.pick(k), onclick: () => this.pick(k) }, word)));
    this.draw();
  }

  pick(row) {
    if (row === this.state.row) return;
    this.state.row = row;
    this.draw();
  }

  key(event) {
    const last = this.now.target.length - 1, { row } = this.state;
    const to = { ArrowLeft: row - 1, ArrowUp: row - 1, ArrowRight: row + 1, ArrowDown: row + 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.target.children[Math.min(last, Math.max(0, to))].focus();
  }

  over(event) {
    const cell = event.target.closest("[data-row]");
    if (cell) this.pick(Number(cell.dataset.row));
  }

  draw() {
    const { source, target } = this.now, { row } = this.state, { shares, best, right, hit } = this.values;
    this.source.innerHTML = source.map((word, i) =>
      `<span class="word${right.includes(i) ? " gold" : ""}" style="--share:${Math.round(100 * shares[i])}%">` +
      `${escapeText(word)}<small>${Math.round(100 * shares[i])}%</small></span>`).join("");
    [...this.target.children].forEach((button, k) => {
      button.setAttribute("aria-pressed", k === row);
      button.tabIndex = k === row ? 0 : -1;
    });
    const verdict = hit === null ? "" : hit ? " 정답 정렬과 같습니다." : ` 정답 정렬은 ${right.map((i) => source[i]).join(", ")}입니다.`;
    this.reading.textContent = `‘${target[row]}’: ‘${source[best]}’에 ${Math.round(100 * shares[best])}%.${verdict}`;
    this.matrix();
  }

  matrix() {
    const { source, target, weights, gold } = this.now, { row } = this.state;
    const left = 92, top = 66, side = Math.max(14, Math.min(30, (560 - left) / source.length));
    const width = left + side * source.length + 44, height = top + side * target.length + 4;
    const right = new Set(gold.map(([i, j]) => `${i},${j}`));
    const heads = source.map((word, i) => {
      const x = left + side * (i + 0.4);
      return `<text x="${x}" y="${top - 8}" transform="rotate(-45 ${x} ${top - 8})">${escapeText(word)}</text>`;
    });
    const rows = target.map((word, j) => {
      const y = top + side * j;
      const cells = weights[j].map((value, i) => `<rect class="cell${right.has(`${i},${j}`) ? " gold" : ""}" x="${left + side * i + 1.5}" y="${y + 1.5}" ` +
        `width="${side - 3}" height="${side - 3}" style="fill-opacity:${Math.max(value, 0.05)}"/>`);
      return `<g data-row="${j}" class="${j === row ? "on" : ""}"><rect class="band" x="0" y="${y}" width="${width}" height="${side}"/>` +
        `<text x="${left - 8}" y="${y + side / 2 + 5}" text-anchor="end">${escapeText(word)}</text>${cells.join("")}</g>`;
    });
    this.picture.innerHTML = `<svg viewBox="0 0 ${width} ${height}" style="max-width:${width}px">${heads.join("")}${rows.join("")}</svg>`;
  }
}

customElements.get("course-alignment") || customElements.define("course-alignment", AlignmentMatrix);
