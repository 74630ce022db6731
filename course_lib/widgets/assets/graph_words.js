// Names, formulas and sentences for the operations of the engine.

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
const plainName = (name) => name.replace(/\d/g, (digit) => SUBSCRIPTS[digit]);
const richName = (name) => escapeText(name).replace(/([A-Za-zα-ω]+)(\d+)?/g,
  (_, letters, digits) => `<i>${letters}</i>${digits ? `<sub>${digits}</sub>` : ""}`);

const SIGNS = { "*": "×", "-": "−", "/": "÷", "neg": "−", "sigmoid": "σ", "**": "^" };
const sign = (op) => SIGNS[op] || op;

// The operation on texts: on names it is the symbolic formula, on numbers the calculation.
function formula(op, [a, b], times = " · ") {
  const infix = { "+": " + ", "-": " − ", "*": times, "/": " / ", "**": " ^ " }[op];
  if (infix) return `${a}${infix}${b}`;
  return { neg: `−${a}`, sigmoid: `σ(${a})` }[op] || `${op}(${b === undefined ? a : `${a}, ${b}`})`;
}

// What stands for the local derivative with respect to operand k; "" where the number says it all.
function localFormula(op, k, [a, b], y) {
  const rules = {
    "*": [b, a], "/": [`1 / ${b}`, `−${a} / ${b}²`], sigmoid: [`${y}(1 − ${y})`],
    tanh: [`1 − ${y}²`], exp: [y], log: [`1 / ${a}`], "**": [`${b} · ${a}<sup>${b} − 1</sup>`],
  };
  return (rules[op] || [])[k] || "";
}

const DOES = {
  "+": "재료가 모두 준비되었으니 더합니다.", "-": "재료가 모두 준비되었으니 뺍니다.",
  "*": "재료가 모두 준비되었으니 곱합니다.", "/": "재료가 모두 준비되었으니 나눕니다.",
  max: "둘 가운데 큰 쪽을 고릅니다.", sigmoid: "시그모이드가 0과 1 사이로 눌러 담습니다.",
  neg: "부호를 뒤집습니다.",
};

function sendsBack(op, local) {
  if (op === "max") return local === 1
    ? "max는 수문입니다. 이긴 쪽의 물길만 열려 기울기가 통째로 흐릅니다."
    : local === 0 ? "진 쪽은 조금 움직여도 결과가 변하지 않습니다. 수문이 닫혀 0이 흐릅니다."
      : "비겼으므로 기울기를 반씩 나눕니다.";
  return {
    "+": "더하기는 나누어 줍니다. 국소 기울기가 언제나 1이라, 받은 기울기가 그대로 흐릅니다.",
    "-": "빼기도 나누어 주지만, 빼는 쪽에는 부호가 뒤집혀 흐릅니다.",
    "*": "곱하기는 맞바꿉니다. 한쪽의 국소 기울기는 다른 쪽의 값입니다.",
    sigmoid: "시그모이드의 국소 기울기는 출력만으로 구합니다. 커야 ¼이니 기울기가 줄어듭니다.",
  }[op] || "이 연산의 미분이 국소 기울기입니다.";
}
