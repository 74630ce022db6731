// Where everything stands, in real pixels: letters keep their size on every screen.
// Wide: from left to right. Narrow: from top to bottom, with a place kept for the gradients.

const unit = (level, side, rows, grads) => ({ level, side, rows, grads });
const NODES = {
  i1: unit(0, 0, [["i₁", "i1"]]),
  i2: unit(0, 1, [["i₂", "i2"]]),
  h1: unit(1, 0, [["s", "sum_h1"], ["h₁", "h1"]], ["dsum_h1", "dh1"]),
  b1: unit(1, 0.5, [["b₁", "b1"]], ["db1"]),
  h2: unit(1, 1, [["s", "sum_h2"], ["h₂", "h2"]], ["dsum_h2", "dh2"]),
  o1: unit(2, 0, [["s", "sum_o1"], ["o₁", "o1"]], ["dsum_o1", "do1"]),
  b2: unit(2, 0.5, [["b₂", "b2"]], ["db2"]),
  o2: unit(2, 1, [["s", "sum_o2"], ["o₂", "o2"]], ["dsum_o2", "do2"]),
  E1: unit(3, 0, [["t₁", "target1"], ["E₁", "E1"]]),
  E: unit(3, 0.5, [["E", "E"]]),
  E2: unit(3, 1, [["t₂", "target2"], ["E₂", "E2"]]),
};
const EDGES = [
  ["w1", "i1", "h1"], ["w2", "i1", "h2"], ["w3", "i2", "h1"], ["w4", "i2", "h2"],
  ["w5", "h1", "o1"], ["w6", "h2", "o1"], ["w7", "h1", "o2"], ["w8", "h2", "o2"],
  ["b1h1", "b1", "h1"], ["b1h2", "b1", "h2"], ["b2o1", "b2", "o1"], ["b2o2", "b2", "o2"],
  ["e1", "o1", "E1"], ["e2", "o2", "E2"], ["s1", "E1", "E"], ["s2", "E2", "E"],
];

const map = (object, f) => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, f(value)]));

function networkLayout(available) {
  return available < 540 ? downward(Math.max(290, available)) : rightward(available);
}

function rightward(width) {
  const line = 22, widths = [66, 94, 94, 94], last = 46;
  const gap = (width - 2 - widths.reduce((sum, w) => sum + w) - last) / 2;
  const left = [1, 67 + gap, 161 + 2 * gap, width - 95];
  const boxes = map(NODES, (node) => {
    const h = node.rows.length * line + 6, w = widths[node.level], x = left[node.level];
    const y = 4 + node.side * 232 + (2 - node.rows.length) * line / 2;
    return { ...node, x, y, w, h, grad: { x, y: y + h + 2, w, h } };
  });
  const reach = (box) => box.y + box.h / 2;
  return {
    width, height: 346, line, digits: 5, boxes,
    line_between: (a, b) => a.level === b.level
      ? [a.x + a.w / 2, reach(a), b.x + b.w / 2, reach(b)]
      : [a.x + a.w, reach(a), b.x, reach(b)],
    // Two lines of text: above and below a level edge, around a point of a crossing one.
    label_at: (a, b) => {
      const level = a.side === b.side, t = level ? 0.5 : 0.3, x = a.x + a.w, y = reach(a);
      return { x: x + t * (b.x - x), y: y + t * (reach(b) - y), air: level ? 3 : 0, anchor: "middle" };
    },
  };
}

function downward(width) {
  const line = 18, w = 74, gap = 62, margin = Math.min(48, Math.max(26, width * 0.09));
  const xs = { 0: margin, 0.5: (width - w) / 2, 1: width - margin - w };
  const full = 4 * line + 14, tops = [2, 26 + gap, 26 + 2 * gap + full, 26 + 2 * gap + 2 * full + 22];
  const boxes = map(NODES, (node) => {
    const h = node.rows.length * line + 6, x = xs[node.side];
    const y = tops[node.level] + (node.level === 0 ? 0 : (2 - node.rows.length) * line / 2);
    return { ...node, x, y, w, h, grad: { x, y: y + h + 2, w, h } };
  });
  const centre = (box) => box.x + box.w / 2;
  const foot = (box) => box.y + box.h + (box.grads ? box.h + 2 : 0);
  return {
    width, height: tops[3] + 2 * line + 8, line, digits: 4, boxes, reserved: true,
    line_between: (a, b) => a.level === b.level
      ? [centre(a), a.y + a.h / 2, centre(b), a.y + a.h / 2]
      : [centre(a), foot(a), centre(b), b.y],
    label_at: (a, b) => {
      const y = foot(a), t = 0.28;
      if (a.side === b.side)
        return { x: centre(a) + (a.side ? 8 : -8), y: (y + b.y) / 2, anchor: a.side ? "start" : "end" };
      return { x: centre(a) + t * (centre(b) - centre(a)), y: y + t * (b.y - y), anchor: "middle" };
    },
  };
}
