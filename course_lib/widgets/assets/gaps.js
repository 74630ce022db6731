// A sentence whose words can be hidden one by one; bars of what the model puts there, and of the best.

class GapExplorer extends CourseWidget {
  setup(root) {
    const { views, place } = this.data;
    this.state = { view: 0, place };
    this.words = el("div", { class: "words", role: "application", tabindex: 0,
      "aria-label": "왼쪽과 오른쪽 화살표로 가릴 단어를 고릅니다", onkeydown: (event) => this.key(event) });
    this.out = el("div", { class: "bars" });
    this.live = el("div", { class: "unseen", "aria-live": "polite" });
    root.append(el("section", { class: "card" },
      el("div", { class: "choice", role: "group", "aria-label": "문장" }, ...views.map((_, k) => el("button", { type: "button",
        "data-view": k, onclick: () => this.set({ view: k, place: 0 }) }, `문장 ${k + 1}`))),
      this.words, this.out,
      el("p", { class: "note" }, "단어를 누르면 그 자리가 [MASK]가 됩니다. 굵은 막대는 모델, 가는 막대는 세계의 규칙을 다 아는 사람입니다."), this.live));
    this.draw();
  }

  get view() { return this.data.views[this.state.view]; }
  get table() { return this.view.gaps[this.state.place]; }

  set(change) {
    Object.assign(this.state, change);
    this.draw();
    const percent = (share) => Math.round((100 * share) / this.data.units);
    this.live.textContent = `${this.view.words[this.state.place]} 자리: ` +
      this.table.slice(0, 3).map(([word, ours, known]) => `${word} ${percent(ours)}%, 최선 ${percent(known)}%`).join(". ");
  }

  key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key], count = this.view.words.length;
    if (!step) return;
    event.preventDefault();
    this.set({ place: (this.state.place + step + count) % count });
  }

  draw() {
    const { view, place } = this.state, { units } = this.data;
    for (const button of this.shadowRoot.querySelectorAll("[data-view]"))
      button.setAttribute("aria-pressed", Number(button.dataset.view) === view);
    this.words.replaceChildren(...this.view.words.map((word, k) => el("button", { type: "button", tabindex: -1,
      class: k === place ? "hidden" : "", "aria-pressed": String(k === place), onclick: () => this.set({ place: k }) },
      k === place ? "[MASK]" : word)));
    const right = this.view.words[place], width = (share) => `${((100 * share) / units).toFixed(1)}%`;
    this.out.innerHTML = this.table.map(([word, ours, known]) =>
      `<div class="row"><span class="name${word === right ? " right" : ""}">${escapeText(word)}</span>` +
      `<span class="track"><i class="ours" style="width:${width(ours)}"></i><i class="known" style="width:${width(known)}"></i></span>` +
      `<span class="share">${Math.round((100 * ours) / units)}% <small>최선 ${Math.round((100 * known) / units)}%</small></span></div>`).join("");
  }
}

customElements.get("course-gaps") || customElements.define("course-gaps", GapExplorer);
