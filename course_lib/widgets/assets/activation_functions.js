// Activation functions and their derivatives, as in course_lib/activations.py.
// Each takes x and {a, T}: the slope left of 0, the temperature.

const logistic = (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

// erf by its series with positive terms only: nothing cancels, the last digits are right.
function erf(x) {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x, sum = 0;
  for (let n = 0; sum + term !== sum; n++) {
    sum += term;
    term *= (2 * x * x) / (2 * n + 3);
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

const normalCdf = (x) => 0.5 * (1 + erf(x * Math.SQRT1_2));
const normalPdf = (x) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

const RIVALS = [0, -1]; // the other two logits of the softmax that is shown

function softmax(logits, T) {
  const most = Math.max(...logits);
  const powers = logits.map((z) => Math.exp((z - most) / T));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((one) => one / sum);
}

const share = (x, T) => softmax([x, ...RIVALS], T)[0];

const SQUASHED = [-1.25, 1.25], HALF_LINE = [-1.6, 6.2];
const ACTIVATIONS = {
  sigmoid: { name: "시그모이드", y: SQUASHED, f: logistic, d: (x) => logistic(x) * logistic(-x) },
  tanh: { name: "tanh", y: SQUASHED, f: Math.tanh, d: (x) => 1 - Math.tanh(x) ** 2 },
  relu: { name: "ReLU", y: HALF_LINE, f: (x) => Math.max(x, 0), d: (x) => (x > 0 ? 1 : 0) },
  leaky_relu: { name: "leaky ReLU", y: HALF_LINE, uses: "a",
    f: (x, { a }) => (x > 0 ? x : a * x), d: (x, { a }) => (x > 0 ? 1 : a) },
  gelu: { name: "GELU", y: HALF_LINE, f: (x) => x * normalCdf(x), d: (x) => normalCdf(x) + x * normalPdf(x) },
  silu: { name: "SiLU", y: HALF_LINE, f: (x) => x * logistic(x),
    d: (x) => logistic(x) * (1 + x * logistic(-x)) },
  softmax: { name: "소프트맥스", y: SQUASHED, uses: "T", alone: true,
    f: (x, { T }) => share(x, T), d: (x, { T }) => (share(x, T) * (1 - share(x, T))) / T },
};

// depth layers of one unit, a weight w between them: every value on the way, and how much of a
// gradient of 1 arrives below each layer.
function stack({ f, d }, x, depth, w, setting) {
  const layers = [];
  for (let k = 0, s = x, reach = 1; k < depth; k++) {
    reach *= d(s, setting) * (k ? w : 1);
    const h = f(s, setting);
    layers.push({ s, h, reach });
    s = w * h;
  }
  return layers;
}
