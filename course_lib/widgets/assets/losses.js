// One logit, two losses: squared error behind a sigmoid, and binary cross entropy.

const sigma = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

// As course_lib/losses.py: each loss and its derivative with respect to the logit.
function bothLosses(z, target) {
  const p = sigma(z), miss = p - target;
  return {
    p,
    squared: { loss: miss ** 2, slope: 2 * miss * sigma(z) * sigma(-z) },
    entropy: { loss: Math.max(z, 0) - z * target + Math.log1p(Math.exp(-Math.abs(z))), slope: miss },
  };
}

class LossExplorer extends Curves {
  setup(root) {
    this.state = { ...this.data };
    super.setup(root);
    this.slider("z", { name: "로짓 z", min: -8, max: 8, step: 0.1 });
    this.update();
  }

  choices() {
    this.buttons = el("div", { class: "choice", role: "group", "aria-label": "정답" },
      ...[1, 0].map((target) => el("button", { type: "button", "data-target": target,
        onclick: () => { this.state.target = target; this.update(); this.say(); } }, `정답 ${target}`)));
    return this.buttons;
  }

  get values() { return bothLosses(this.state.z, this.state.target); }

  draw() {
    const { z, target } = this.state, now = this.values;
    for (const button of this.buttons.children)
      button.setAttribute("aria-pressed", Number(button.dataset.target) === target);
    const full = this.width || 660, width = full >= 520 ? Math.floor((full - 8) / 2) : full, height = full >= 520 ? 230 : 200;
    const axis = { x: [-8, 8], xticks: [-8, -4, 0, 4, 8], width, height };
    const pair = (key) => [{ f: (t) => bothLosses(t, target).squared[key], tone: "backward", dashed: true },
      { f: (t) => bothLosses(t, target).entropy[key], tone: "forward" }];
    const dots = (key) => (box) => dot(box, z, now.squared[key], "backward") + dot(box, z, now.entropy[key], "forward");
    const side = target ? [-1.15, 0.3] : [-0.3, 1.15];
    this.picture.innerHTML =
      chart({ ...axis, title: "손실", y: [-0.4, 8.6], yticks: [0, 2, 4, 6, 8], curves: pair("loss"), inner: dots("loss") }) +
      chart({ ...axis, title: "로짓에서 잰 기울기", y: side, yticks: target ? [-1, -0.5, 0] : [0, 0.5, 1], curves: pair("slope"), inner: dots("slope") }) +
      `<div class="key" aria-hidden="true"><span class="backward">시그모이드 + 제곱 오차 (점선)</span><span class="forward">이진 교차 엔트로피 (실선)</span></div>`;
    const line = (name, tone, { loss, slope }) =>
      `<span class="${tone}">${name}: 손실 ${number(loss, 4)}, 기울기 ${number(slope, 4)}</span>`;
    this.reading.innerHTML = `<span>확률 σ(z) = ${number(now.p, 4)}</span>` +
      line("제곱 오차", "d", now.squared) + line("교차 엔트로피", "f", now.entropy);
  }
}

customElements.get("course-losses") || customElements.define("course-losses", LossExplorer);
