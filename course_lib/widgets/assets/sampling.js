// The next token of a model: temperature, top-k, top-p, then a seeded draw.
// As course_lib/widgets/sampling.py: logits come best first.

const ROWS = 12, DRAWS = 30, MANY = 30;

function probabilities(logits, { temperature, top_k, top_p }) {
  if (temperature === 0) return logits.map((_, k) => (k ? 0 : 1));
  const powers = logits.map((z, k) => (k < top_k ? Math.exp((z - logits[0]) / temperature) : 0));
  const total = powers.reduce((a, b) => a + b, 0);
  let before = 0;
  const kept = powers.map((power, k) => {
    const stays = k === 0 || before < top_p || top_p === 1;
    before += power / total;
    return stays ? power : 0;
  });
  const rest = kept.reduce((a, b) => a + b, 0);
  return kept.map((power) => power / rest);
}

function drawn(shares, seed, count) {
  const numbers = randoms(seed), places = [];
  for (let n = 0; n < count; n++) {
    let place = 0, left = numbers.next().value;
    while (place < shares.length - 1 && left >= shares[place]) left -= shares[place++];
    places.push(place);
  }
  return places;
}

class SamplingExplorer extends Curves {
  setup(root) {
    const { temperature, seed } = this.data;
    this.state = { context: 0, temperature, top_k: MANY, top_p: 1, seed };
    super.setup(root);
    this.slider("temperature", { name: "온도 τ", min: 0, max: 3, step: 0.1, shown: (t) => (t ? number(t, 1) : "0 (탐욕)") });
    this.slider("top_k", { name: "top-k", min: 1, max: MANY, step: 1, shown: (k) => (k < MANY ? `${k}개` : "모두") });
    this.slider("top_p", { name: "top-p", min: 0.05, max: 1, step: 0.05, shown: (p) => (p < 1 ? number(p, 2) : "모두") });
    this.note.append("속이 찬 막대는 지금의 확률, 세로 금은 모델이 처음에 준 확률입니다. ␣는 빈칸, ↵는 줄바꿈입니다.");
    this.update();
  }

  choices() {
    this.buttons = this.data.contexts.map(({ name }, k) => el("button", { type: "button",
      onclick: () => { this.state.context = k; this.update(); this.say(); } }, `${name}…`));
    this.again = el("button", { type: "button", class: "again",
      onclick: () => { this.state.seed += 1; this.update(); this.say(); } }, "다시 뽑기");
    return el("div", { class: "choice", role: "group", "aria-label": "문맥과 뽑기" }, ...this.buttons, this.again);
  }

  get values() {
    const { context, temperature, top_k, top_p, seed } = this.state;
    const { tokens, logits } = this.data.contexts[context];
    const cut = { temperature, top_p, top_k: top_k < MANY ? top_k : Infinity };
    const shares = probabilities(logits, cut);
    const first = probabilities(logits, { temperature: 1, top_p: 1, top_k: Infinity });
    const entropy = shares.reduce((sum, p) => sum - (p > 0 ? p * Math.log(p) : 0), 0);
    return { tokens, shares, first, spread: Math.exp(entropy), kept: shares.filter((p) => p > 0).length,
      places: drawn(shares, seed, DRAWS) };
  }

  draw() {
    const { tokens, shares, first, spread, kept, places } = this.values;
    this.buttons.forEach((button, k) => button.setAttribute("aria-pressed", k === this.state.context));
    const width = Math.min(this.width || 660, 660), height = 22 * ROWS + 8, left = 30, room = width - left - 62;
    const rows = tokens.slice(0, ROWS).map((token, k) => {
      const y = 4 + 22 * k, x = left + room * shares[k], mark = left + room * first[k];
      return `<text class="token" x="${left - 8}" y="${y + 14}" text-anchor="end">${escapeText(token)}</text>` +
        `<rect class="bar forward" x="${left}" y="${y}" width="${Math.max(0, x - left).toFixed(1)}" height="16" rx="2"/>` +
        `<path class="was" d="M${mark.toFixed(1)} ${y - 2}V${y + 18}"/>` +
        `<text x="${(Math.max(x, mark) + 6).toFixed(1)}" y="${y + 13}">${shares[k] ? `${(100 * shares[k]).toFixed(1)}%` : "뺌"}</text>`;
    });
    this.picture.innerHTML =
      `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true">${rows.join("")}</svg>`;
    const best = tokens.slice(0, 3).map((token, k) => `${token} ${(100 * shares[k]).toFixed(1)}%`).join(", ");
    this.reading.innerHTML = `<span class="unseen">가장 그럴듯한 셋: ${escapeText(best)}.</span>` +
      `<span>남은 글자 ${kept}개</span><span>퍼플렉시티 ${number(spread, 2)}</span>` +
      `<span class="drawn">뽑은 ${DRAWS}자: <b>${escapeText(places.map((k) => tokens[k]).join(" "))}</b></span>`;
  }
}

customElements.get("course-sampling") || customElements.define("course-sampling", SamplingExplorer);
