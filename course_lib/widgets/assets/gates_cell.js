// An LSTM over a typed text, the same formulas in the same order as course_lib/byhand/cells/lstm.py.

// As course_lib.text.basic_english.
function tokensOf(text) {
  let spaced = text.toLowerCase().replaceAll('"', "").replaceAll("<br />", " ");
  for (const sign of "'.,()!?") spaced = spaced.replaceAll(sign, ` ${sign} `);
  return spaced.replace(/[;:]/g, " ").split(/\s+/).filter(Boolean);
}

const sigmoid = (s) => (s >= 0 ? 1 / (1 + Math.exp(-s)) : Math.exp(s) / (1 + Math.exp(s)));
const dot = (row, x) => row.reduce((sum, w, k) => sum + w * x[k], 0);

// Whole numbers of 1/units back to weights.
const weightsOf = (whole, units) =>
  Array.isArray(whole) ? whole.map((part) => weightsOf(part, units)) : whole / units;

function readerOf({ tokens, unknown, units, embedding, params, weight, bias, longest }) {
  const number = new Map(tokens.map((token, k) => [token, k]));
  const [vectors, w, W, b] = [embedding, params, weight, bias].map((part) =>
    part === params ? Object.fromEntries(Object.entries(part).map(([k, v]) => [k, weightsOf(v, units)]))
      : weightsOf(part, units));
  const H = w.weight_hh[0].length;

  const step = (x, { h, c }) => {
    const sums = w.weight_ih.map((row, k) =>
      dot(row, x) + w.bias_ih[k] + (dot(w.weight_hh[k], h) + w.bias_hh[k]));
    const block = (k, squash) => sums.slice(k * H, (k + 1) * H).map(squash);
    const i = block(0, sigmoid), f = block(1, sigmoid), g = block(2, Math.tanh), o = block(3, sigmoid);
    const next = c.map((old, k) => f[k] * old + i[k] * g[k]);
    return { i, f, g, o, c_before: c, c: next, h: next.map((value, k) => o[k] * Math.tanh(value)) };
  };
  const answer = (h) => {
    const logits = W.map((row, k) => dot(row, h) + b[k]), most = Math.max(...logits);
    const powers = logits.map((z) => Math.exp(z - most)), all = powers.reduce((sum, p) => sum + p);
    return powers.map((p) => p / all);
  };

  return (text) => {
    const all = tokensOf(text), steps = [];
    let state = { h: Array(H).fill(0), c: Array(H).fill(0) };
    for (const token of all.slice(0, longest)) {
      const known = number.has(token);
      state = step(vectors[number.get(known ? token : unknown)], state);
      steps.push({ token, known, ...state, shares: answer(state.h) });
    }
    return { steps, cut: all.length > longest };
  };
}
