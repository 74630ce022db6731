// What the reader walks through: which quantities a frame makes, over which edges, and its words.

function networkFrames({ p, f, b, next, after }, lr) {
  const n = number, x = factor;
  const eq = (symbols, numbers, result) =>
    `<div class="eq"><span>${math(symbols)}</span>` +
    (numbers ? `<span class="calc">= ${numbers} = <b>${n(result)}</b></span>` : "") + "</div>";

  const sum = (name, [a, u], [c, v], bias) => eq(
    `s_{${name}} = ${a[0]}_${a[1]} ${u[0]}_${u[1]} + ${c[0]}_${c[1]} ${v[0]}_${v[1]} + ${bias[0]}_${bias[1]}`,
    `${x(f[a])} × ${x(p[u])} + ${x(f[c])} × ${x(p[v])} + ${x(p[bias])}`, f["sum_" + name]);
  const squash = (v) => eq(`${v[0]}_${v[1]} = σ(s_{${v}})`, `1 / (1 + e<sup>${n(-f["sum_" + v])}</sup>)`, f[v]);
  const error = (k) => eq(`E_${k} = ½ (t_${k} − o_${k})²`, `½ × (${n(f["target" + k])} − ${n(f["o" + k])})²`, f["E" + k]);
  const miss = (k) => eq(`∂E/∂o_${k} = o_${k} − t_${k}`, `${n(f["o" + k])} − ${n(f["target" + k])}`, b["do" + k]);
  const blame = (v) => eq(`δ_{${v}} = ∂E/∂${v[0]}_${v[1]} · ${v[0]}_${v[1]}(1 − ${v[0]}_${v[1]})`,
    `${x(b["d" + v])} × ${n(b["slope_" + v])}`, b["dsum_" + v]);
  const weight = (k, to, from) => eq(`∂E/∂w_${k} = δ_{${to}} ${from[0]}_${from[1]}`,
    `${x(b["dsum_" + to])} × ${x(f[from])}`, b["dw" + k]);
  const bias = (k, layer) => eq(`∂E/∂b_${k} = δ_{${layer}1} + δ_{${layer}2}`,
    `${n(b[`dsum_${layer}1`])} + ${x(b[`dsum_${layer}2`])}`, b["db" + k]);
  const paths = (k, u, v) => eq(`∂E/∂h_${k} = δ_{o1} ${u[0]}_${u[1]} + δ_{o2} ${v[0]}_${v[1]}`,
    `${x(b.dsum_o1)} × ${x(p[u])} + ${x(b.dsum_o2)} × ${x(p[v])}`, b["dh" + k])
    + `<div class="eq"><span class="calc">o₁을 거친 길 ${n(b.dsum_o1 * p[u])}, o₂를 거친 길 ${n(b.dsum_o2 * p[v])}</span></div>`;
  const pair = (name) => `<div class="eq"><span>${math(`${name[0]}_${name[1]}`)}</span>` +
    `<span class="calc">${n(p[name])} →</span><b>${n(next[name])}</b></div>`;

  const forwardFrame = (title, makes, edges, html, text) => ({ phase: "forward", title, makes, edges, html, text });
  const backwardFrame = (title, makes, edges, html, text) => ({ phase: "backward", title, makes, edges, html, text });
  const low = ["w1", "w2", "w3", "w4", "b1h1", "b1h2"], high = ["w5", "w6", "w7", "w8", "b2o1", "b2o2"];
  const down = after.E < f.E;

  return [
    forwardFrame("입력", ["i1", "i2", "target1", "target2"], [],
      eq(`i_1 = ${n(f.i1)},  i_2 = ${n(f.i2)}`) + eq(`t_1 = ${n(f.target1)},  t_2 = ${n(f.target2)}`),
      "입력과 목표, 매개변수 열 개를 놓고 시작합니다. 이제 값이 입력에서 오차 쪽으로 흐릅니다."),
    forwardFrame("은닉층의 가중합", ["sum_h1", "sum_h2"], low,
      sum("h1", ["i1", "w1"], ["i2", "w3"], "b1") + sum("h2", ["i1", "w2"], ["i2", "w4"], "b1"),
      "들어온 값에 가중치를 곱해 더하고 편향을 더합니다. 편향 b₁은 두 유닛이 함께 씁니다."),
    forwardFrame("은닉층의 출력", ["h1", "h2"], [], squash("h1") + squash("h2"),
      "시그모이드가 가중합을 0과 1 사이로 눌러 담습니다."),
    forwardFrame("출력층의 가중합", ["sum_o1", "sum_o2"], high,
      sum("o1", ["h1", "w5"], ["h2", "w6"], "b2") + sum("o2", ["h1", "w7"], ["h2", "w8"], "b2"),
      "출력층의 입력은 i가 아니라 h입니다. 하는 일은 은닉층과 같습니다."),
    forwardFrame("출력", ["o1", "o2"], [], squash("o1") + squash("o2"),
      "한 번 더 시그모이드를 지나면 신경망의 답이 나옵니다."),
    forwardFrame("오차", ["E1", "E2", "E"], ["e1", "e2", "s1", "s2"],
      error(1) + error(2) + eq("E = E_1 + E_2", `${n(f.E1)} + ${n(f.E2)}`, f.E),
      "답이 목표에서 얼마나 멀리 있는지를 수 하나로 줄입니다. 이제 이 오차의 책임을 거꾸로 물어 갑니다."),
    backwardFrame("오차를 출력으로 미분", ["do1", "do2"], ["e1", "e2"], miss(1) + miss(2),
      "출력이 목표보다 크면 양수, 작으면 음수입니다. 양수는 줄이라는 뜻이고 음수는 늘리라는 뜻입니다."),
    backwardFrame("출력 가중합의 책임 δ", ["dsum_o1", "dsum_o2"], [], blame("o1") + blame("o2"),
      "시그모이드를 거꾸로 지날 때는 그 기울기 o(1 − o)를 곱합니다. 커야 ¼이므로 책임은 늘 줄어듭니다."),
    backwardFrame("출력층의 기울기", ["dw5", "dw6", "dw7", "dw8", "db2"], high,
      weight(5, "o1", "h1") + weight(6, "o1", "h2") + weight(7, "o2", "h1") + weight(8, "o2", "h2") + bias(2, "o"),
      "가중치의 기울기는 도착한 쪽의 책임에 출발한 쪽의 값을 곱한 것입니다."),
    backwardFrame("h₁로 돌아오는 두 갈래", ["dh1"], ["w5", "w7"], paths(1, "w5", "w7"),
      "h₁은 두 출력을 모두 바꿉니다. 그래서 나갈 때 탄 w₅와 w₇을 되짚어 온 책임을 더합니다."),
    backwardFrame("h₂로 돌아오는 두 갈래", ["dh2"], ["w6", "w8"], paths(2, "w6", "w8"),
      "h₂도 같습니다. 길이 갈라졌으면 길마다 구한 값을 더합니다."),
    backwardFrame("은닉 가중합의 책임 δ", ["dsum_h1", "dsum_h2"], [], blame("h1") + blame("h2"),
      "시그모이드를 또 한 번 거꾸로 지나므로 h(1 − h)를 곱합니다."),
    backwardFrame("은닉층의 기울기", ["dw1", "dw2", "dw3", "dw4", "db1"], low,
      weight(1, "h1", "i1") + weight(2, "h2", "i1") + weight(3, "h1", "i2") + weight(4, "h2", "i2") + bias(1, "h"),
      "규칙은 출력층과 똑같습니다. 이것으로 매개변수 열 개의 기울기를 모두 구했습니다."),
    { phase: "update", title: "한 걸음 고치기", makes: PARAMS.map((name) => "new_" + name), edges: [],
      html: eq(`w ← w − η ∂E/∂w,  η = ${n(lr)}`) + `<div class="pairs">${PARAMS.map(pair).join("")}</div>`,
      text: "기울기의 반대쪽으로 학습률만큼, 열 개를 동시에 움직입니다." },
    { phase: "update", after: true, title: "고친 뒤의 오차", makes: [], edges: [],
      html: `<div class="eq"><span>${math("E")}</span><span class="calc">${n(f.E)} →</span><b>${n(after.E)}</b></div>`,
      text: down
        ? "고친 매개변수로 다시 계산하니 오차가 줄었습니다. ‘한 걸음 더’를 눌러 되풀이해 보십시오."
        : "오차가 줄지 않았습니다. 걸음이 너무 컸거나 더 움직일 곳이 없습니다." },
  ];
}
