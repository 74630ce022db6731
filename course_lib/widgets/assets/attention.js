// Two columns of tokens; lines from the asking token to those that it looks at, as dark as the weight.

const ROW = 30, TOP = 30;

class AttentionExplorer extends CourseWidget {
  setup(root) {
    this.state = { view: 0, layer: this.data.views[0].weights.length - 1, head: -1, token: this.data.token };
    this.picture = el("div", { class: "picture", tabindex: 0, role: "application",
      "aria-label": "위아래 화살표로 묻는 토큰을, 왼쪽 오른쪽으로 헤드를 고릅니다",
      onkeydown: (event) => this.key(event), onpointermove: (event) => this.point(event), onclick: (event) => this.point(event) });
    this.caption = el("p", { class: "caption" });
    this.live = el("div", { class: "unseen", "aria-live": "polite" });
    const { views } = this.data, { weights } = views[0];
    root.append(el("section", { class: "card" },
      views.length > 1 ? this.group("문장", "view", views.map((_, k) => [k, String(k + 1)])) : "",
      this.group("층", "layer", weights.map((_, k) => [k, `${k + 1}층`])),
      this.group("헤드", "head", [[-1, "평균"], ...weights[0].map((_, k) => [k, `헤드 ${k + 1}`])]),
      this.caption, this.picture, this.live));
    this.draw();
  }

  group(name, key, choices) {
    return el("div", { class: "choice", role: "group", "aria-label": name }, el("span", {}, name),
      ...choices.map(([value, text]) => el("button", { type: "button", "data-key": key, "data-value": value,
        onclick: () => { this.set({ [key]: value }); this.say(); } }, text)));
  }

  get view() { return this.data.views[this.state.view]; }

  // Weights of every row: of one head, or the mean of all.
  get table() {
    const { layer, head } = this.state, heads = this.view.weights[layer], { units } = this.data;
    const chosen = head < 0 ? heads : [heads[head]];
    return heads[0].map((row, t) => row.map((_, s) => chosen.reduce((sum, each) => sum + each[t][s], 0) / chosen.length / units));
  }

  set(change) {
    Object.assign(this.state, change);
    this.state.token = Math.min(this.state.token, this.view.tokens.length - 1);
    this.draw();
  }

  key(event) {
    const down = { ArrowDown: 1, ArrowUp: -1 }[event.key], right = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!down && !right) return;
    event.preventDefault();
    const T = this.view.tokens.length, choices = this.view.weights[0].length + 1;
    if (down) this.set({ token: (this.state.token + down + T) % T });
    else this.set({ head: ((this.state.head + 1 + right + choices) % choices) - 1 });
    this.say();
  }

  point(event) {
    const place = event.target.closest("[data-token]");
    if (!place || Number(place.dataset.token) === this.state.token) return;
    this.set({ token: Number(place.dataset.token) });
    if (event.type === "click") this.say();
  }

  say() {
    const row = this.table[this.state.token], { tokens } = this.view;
    const best = row.map((weight, k) => [weight, k]).sort((a, b) => b[0] - a[0]).slice(0, 3);
    this.live.textContent = `${tokens[this.state.token]}이 보는 곳: ` +
      best.map(([weight, k]) => `${tokens[k]} ${Math.round(100 * weight)}%`).join(", ");
  }

  draw() {
    for (const button of this.shadowRoot.querySelectorAll("[data-key]"))
      button.setAttribute("aria-pressed", String(this.state[button.dataset.key]) === button.dataset.value);
    const { tokens, caption } = this.view, { token } = this.state, table = this.table, y = (k) => TOP + ROW * k + 16;
    this.caption.textContent = [tokens.join(" "), caption].filter(Boolean).join(" — ");
    const line = (t, s, kind) => `<line class="${kind}" x1="122" x2="218" y1="${y(t)}" y2="${y(s)}" style="stroke-opacity:${table[t][s].toFixed(3)}"/>`;
    const quiet = tokens.map((_, t) => (t === token ? "" : tokens.map((_, s) => (table[t][s] > 0.05 ? line(t, s, "quiet") : "")).join("")));
    const names = tokens.map((word, k) => {
      const share = table[token][k], percent = Math.round(100 * share);
      return `<g data-token="${k}"><rect class="hit" x="0" y="${y(k) - 15}" width="118" height="${ROW}"/>` +
        `<text class="ask${k === token ? " lit" : ""}" x="112" y="${y(k) + 5}" text-anchor="end">${escapeText(word)}</text></g>` +
        `<rect class="share" x="226" y="${y(k) - 11}" width="${(100 * share).toFixed(1)}" height="22"/>` +
        `<text x="230" y="${y(k) + 5}" class="${percent >= 20 ? "lit" : ""}">${escapeText(word)}</text>` +
        `<text class="number" x="356" y="${y(k) + 5}" text-anchor="end">${percent ? `${percent}%` : ""}</text>`;
    });
    this.picture.innerHTML = `<svg viewBox="0 0 360 ${TOP + ROW * tokens.length + 6}" aria-hidden="true">` +
      `<text class="head" x="112" y="16" text-anchor="end">묻는 토큰</text><text class="head" x="230" y="16">보는 토큰</text>` +
      quiet.join("") + tokens.map((_, s) => line(token, s, "loud")).join("") + names.join("") + "</svg>";
  }
}

customElements.get("course-attention") || customElements.define("course-attention", AttentionExplorer);
