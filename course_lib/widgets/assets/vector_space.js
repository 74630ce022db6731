// A map of words: hover or walk to see a word's neighbours, or ask what c becomes if a becomes b.

class VectorSpace extends CourseWidget {
  setup(root) {
    const { planes, analogies, word } = this.data;
    this.space = new WordVectors(this.data);
    this.state = { plane: 0, mode: "near", word, asked: analogies[0] || planes[0].points.slice(0, 3).map(([i]) => i), repeat: false };
    this.picture = el("div", { class: "picture", tabindex: "0", role: "img",
      "aria-label": `${this.getAttribute("aria-label")} 화살표 키로 가까운 단어로 옮겨 갑니다.`,
      onkeydown: (event) => this.key(event), onpointermove: (event) => this.point(event), onpointerdown: (event) => this.point(event, true) });
    this.side = el("div", { class: "side" });
    this.live = el("div", { class: "unseen", "aria-live": "polite" });
    root.append(el("section", { class: "card" }, this.chooser(), this.asking(), el("div", { class: "both" }, this.picture, this.side), this.live));
    new ResizeObserver(() => this.refit()).observe(this.picture);
    this.update();
  }

  get plane() { return this.data.planes[this.state.plane]; }
  name(i) { return this.space.words[i]; }
  near(i) { return this.space.neighbours(i, 7); }
  answers() { return this.space.analogy(this.state.asked, 5, this.state.repeat); }

  chooser() {
    const button = (key, value, text) => el("button", { type: "button", "data-key": key, "data-value": value,
      onclick: () => { this.set({ [key]: value }); } }, text);
    const group = (title, ...buttons) => el("div", { role: "group", "aria-label": title }, ...buttons);
    this.choices = el("div", { class: "choice" }, group("무엇을 볼까요", button("mode", "near", "이웃"), button("mode", "analogy", "유추")),
      group("평면", ...this.data.planes.map(({ name }, k) => button("plane", k, name))));
    return this.choices;
  }

  // A search box for neighbours; three boxes, presets and a switch for analogies.
  asking() {
    const list = el("datalist", { id: "all" }, ...this.space.words.map((word) => el("option", { value: word })));
    const box = (title, take) => el("label", { class: "box" }, el("span", {}, title),
      el("input", { type: "text", list: "all", autocomplete: "off", spellcheck: "false", autocapitalize: "off",
        oninput: (event) => { const i = this.space.words.indexOf(event.target.value.trim().toLowerCase()); if (i >= 0) take(i); },
        onchange: (event) => { const i = this.space.words.indexOf(event.target.value.trim().toLowerCase()); event.target.setAttribute("aria-invalid", i < 0); } }));
    this.search = box("단어 찾기", (i) => this.set({ word: i }));
    this.boxes = ["a", "b", "c"].map((letter, k) =>
      box(letter, (i) => this.set({ asked: this.state.asked.map((old, j) => (j === k ? i : old)) })));
    const [a, b, c] = this.boxes, mark = (text) => el("span", { class: "mark" }, text);
    const presets = this.data.analogies.map((asked) => el("button", { type: "button", class: "preset",
      onclick: () => this.set({ asked, plane: this.planeOf(asked) }) }, `${this.name(asked[2])} − ${this.name(asked[0])} + ${this.name(asked[1])}`));
    this.again = el("input", { type: "checkbox", onchange: () => this.set({ repeat: this.again.checked }) });
    this.forNear = el("div", { class: "ask" }, this.search);
    this.forAnalogy = el("div", { class: "ask" }, el("div", { class: "sum" }, c, mark("−"), a, mark("+"), b),
      el("div", { class: "presets" }, ...presets), el("label", { class: "again" }, this.again, "물음의 단어도 답으로"));
    return el("div", {}, list, this.forNear, this.forAnalogy);
  }

  planeOf(words) {
    const has = ({ points }) => words.every((word) => points.some(([i]) => i === word));
    return has(this.plane) ? this.state.plane : Math.max(0, this.data.planes.findIndex(has));
  }

  set(change) {
    if ("word" in change && !("plane" in change)) change.plane = this.planeOf([change.word]);
    if ("asked" in change && !("plane" in change)) change.plane = this.planeOf(change.asked);
    if (change.mode === "analogy") change.plane = this.planeOf(this.state.asked);
    Object.assign(this.state, change);
    this.update();
    this.live.textContent = this.said();
  }

  update() {
    const { mode, asked, word } = this.state;
    for (const button of this.choices.querySelectorAll("button"))
      button.setAttribute("aria-pressed", String(this.state[button.dataset.key]) === button.dataset.value);
    this.forNear.hidden = mode !== "near";
    this.forAnalogy.hidden = mode === "near";
    const fill = (box, i) => { const input = box.querySelector("input"); if (this.shadowRoot.activeElement !== input) { input.value = this.name(i); input.removeAttribute("aria-invalid"); } };
    fill(this.search, word);
    this.boxes.forEach((box, k) => fill(box, asked[k]));
    this.draw();
  }

  said() {
    const list = (found) => found.map(([i, cosine]) => `${this.name(i)} ${number(cosine, 2)}`).join(", ");
    if (this.state.mode === "near") return `${this.name(this.state.word)}의 이웃: ${list(this.near(this.state.word))}`;
    const [a, b, c] = this.state.asked.map((i) => this.name(i));
    return `${c} 빼기 ${a} 더하기 ${b}: ${list(this.answers())}`;
  }

  // From the plane to pixels; both axes on one scale, so that angles stay angles.
  places() {
    const width = this.width || 460, height = Math.round(Math.min(0.86 * width, 400)), rows = this.plane.points;
    const span = (k) => { const values = rows.map((row) => row[k]); return [Math.min(...values), Math.max(...values)]; };
    const [x0, x1] = span(2), [y0, y1] = span(3), left = 14, right = 66, edge = 20;
    const scale = Math.min((width - left - right) / (x1 - x0 || 1), (height - 2 * edge) / (y1 - y0 || 1));
    const dx = (width - left - right - scale * (x1 - x0)) / 2, dy = (height - 2 * edge - scale * (y1 - y0)) / 2;
    this.spots = rows.map(([i, group, x, y]) => ({ i, group, x: left + dx + scale * (x - x0), y: height - edge - dy - scale * (y - y0) }));
    return { width, height };
  }

  draw() {
    const { width, height } = this.places(), { mode, word, asked } = this.state;
    const spot = (i) => this.spots.find((one) => one.i === i);
    const found = mode === "near" ? this.near(word) : this.answers();
    const lit = new Set(mode === "near" ? [word, ...found.map(([i]) => i)] : [...asked, ...found.slice(0, 1).map(([i]) => i)]);
    const line = (from, to, name) => from && to && from !== to ? `<path class="${name}" d="M${from.x.toFixed(1)} ${from.y.toFixed(1)}L${to.x.toFixed(1)} ${to.y.toFixed(1)}"/>` + (name === "arrow" ? this.head(from, to) : "") : "";
    const lines = mode === "near" ? found.map(([i]) => line(spot(word), spot(i), "tie")).join("")
      : line(spot(asked[0]), spot(asked[1]), "arrow") + line(spot(asked[2]), spot(found[0][0]), "arrow");
    const all = this.spots.length <= 26;
    const dots = this.spots.map((one) => this.dot(one, lit.has(one.i) ? "lit" : all ? "" : "quiet", one.i === word && mode === "near")).join("");
    const names = this.spots.filter(({ i }) => all || lit.has(i)).sort((p, q) => lit.has(p.i) - lit.has(q.i))
      .map(({ i, x, y }) => mode !== "near" && lit.has(i) ? `<text class="lit" x="${x.toFixed(1)}" y="${(y - 10).toFixed(1)}" text-anchor="middle">${escapeText(this.name(i))}</text>`
        : `<text class="${lit.has(i) ? "lit" : ""}" x="${(x + 8).toFixed(1)}" y="${(y + 4).toFixed(1)}">${escapeText(this.name(i))}</text>`).join("");
    this.picture.innerHTML = `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true">${lines}${dots}${names}</svg>`;
    this.side.innerHTML = this.list(found) + this.legend();
  }

  head(from, to) {
    const angle = Math.atan2(to.y - from.y, to.x - from.x), at = (turn, far) => `${(to.x - far * Math.cos(angle + turn)).toFixed(1)} ${(to.y - far * Math.sin(angle + turn)).toFixed(1)}`;
    return `<path class="head" d="M${at(0, 5)}L${at(0.4, 15)}L${at(-0.4, 15)}Z"/>`;
  }

  dot({ group, x, y }, name, chosen) {
    const r = chosen ? 7 : 4.6, ring = chosen ? `<circle class="ring" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="11"/>` : "";
    return `${ring}<path class="dot g${group} ${name}" d="${this.shape(group, x, y, r)}"/>`;
  }

  // Colour alone does not tell groups apart.
  shape(group, x, y, r) {
    const turn = (k, n, tilt) => `${(x + 1.2 * r * Math.cos(tilt + (2 * Math.PI * k) / n)).toFixed(1)} ${(y + 1.2 * r * Math.sin(tilt + (2 * Math.PI * k) / n)).toFixed(1)}`;
    const [n, tilt] = [[16, 0], [4, Math.PI / 4], [3, -Math.PI / 2], [4, 0], [3, Math.PI / 2], [5, -Math.PI / 2]][group];
    return `M${Array.from({ length: n }, (_, k) => turn(k, n, tilt)).join("L")}Z`;
  }

  list(found) {
    const { mode, word, asked, repeat } = this.state, [a, b, c] = asked.map((i) => escapeText(this.name(i)));
    const title = mode === "near" ? `<b>${escapeText(this.name(word))}</b>의 이웃` : `<b>${c} − ${a} + ${b}</b>에 가까운 단어`;
    const rows = found.map(([i, cosine]) => `<li${repeat && mode !== "near" && asked.includes(i) ? ' class="asked"' : ""}><span>${escapeText(this.name(i))}</span>` +
      `<span class="bar" style="--part:${Math.max(0, cosine).toFixed(3)}"></span><span>${number(cosine, 2)}</span></li>`);
    return `<h4>${title}</h4><ol>${rows.join("")}</ol>`;
  }

  legend() {
    const keys = this.plane.groups.map((name, k) => `<span><svg viewBox="0 0 14 14" width="14" height="14"><path class="dot g${k}" d="${this.shape(k, 7, 7, 4.6)}"/></svg>${escapeText(name)}</span>`);
    return `<div class="keys" aria-hidden="true">${keys.join("")}</div><p class="note">이 평면에 남은 흩어짐: 전체의 ${Math.round(100 * this.plane.kept)}%. 이웃은 평면이 아니라 ${this.data.dim}차원에서 찾습니다.</p>`;
  }

  point(event, press = false) {
    const svg = this.picture.querySelector("svg").getBoundingClientRect(), zoom = (this.width || svg.width) / svg.width;
    const x = (event.clientX - svg.left) * zoom, y = (event.clientY - svg.top) * zoom;
    const near = this.spots.map((one) => ({ one, gap: Math.hypot(one.x - x, one.y - y) })).sort((p, q) => p.gap - q.gap)[0];
    if (this.state.mode === "near" && near.gap < (press ? 40 : 16) && near.one.i !== this.state.word) {
      this.state.word = near.one.i;
      this.update();
    }
  }

  // The nearest word that lies more in this direction than aside.
  key(event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const here = this.spots.find(({ i }) => i === this.state.word);
    if (!way || this.state.mode !== "near") return;
    event.preventDefault();
    if (!here) return this.set({ word: this.spots[0].i, plane: this.state.plane });
    const ahead = this.spots.map((one) => [one, (one.x - here.x) * way[0] + (one.y - here.y) * way[1], Math.abs((one.x - here.x) * way[1]) + Math.abs((one.y - here.y) * way[0])])
      .filter(([, forward, aside]) => forward > 0.5 && aside <= 1.5 * forward).sort((p, q) => p[1] + p[2] - q[1] - q[2])[0];
    if (ahead) this.set({ word: ahead[0].i, plane: this.state.plane });
  }

  refit() {
    const width = Math.round(this.picture.clientWidth);
    if (width && width !== this.width) {
      this.width = width;
      this.draw();
    }
  }
}

customElements.get("course-vector-space") || customElements.define("course-vector-space", VectorSpace);
