// The plane of two inputs: where a model answers 0 and 1, and the points.

// The model's weighted sum at (x, y): one unit, or tanh units before it (byhand/classifier.py).
function score({ W, c, v, b }, x, y) {
  const inputs = W.length ? W.map(([w1, w2], k) => Math.tanh(w1 * x + w2 * y + c[k])) : [x, y];
  return inputs.reduce((sum, h, k) => sum + v[k] * h, b);
}

// SVG paths of {f ≥ level} and of {f = level}; `grid[j][i]` are values of f, `step` the cells' size.
function contour(grid, step, level) {
  const cells = grid.length - 1, at = ([x, y]) => `${(x * step).toFixed(1)} ${(y * step).toFixed(1)}`;
  let area = "", line = "";
  for (let j = 0; j < cells; j++) {
    let full = -1; // where a run of whole cells began
    for (let i = 0; i <= cells; i++) {
      const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]];
      const value = i < cells ? corners.map(([x, y]) => grid[y][x] - level) : [-1, -1, -1, -1];
      const inside = value.filter((one) => one >= 0).length;
      if (inside === 4) { if (full < 0) full = i; continue; }
      if (full >= 0) { area += `M${at([full, j])}H${(i * step).toFixed(1)}V${((j + 1) * step).toFixed(1)}H${(full * step).toFixed(1)}Z`; full = -1; }
      if (!inside) continue;
      const shape = [], cuts = [];
      corners.forEach((corner, k) => {
        const next = (k + 1) % 4;
        if (value[k] >= 0) shape.push(corner);
        if ((value[k] >= 0) !== (value[next] >= 0)) {
          const t = value[k] / (value[k] - value[next]);
          const cut = corner.map((one, axis) => one + t * (corners[next][axis] - one));
          shape.push(cut);
          cuts.push(cut);
        }
      });
      area += `M${shape.map(at).join("L")}Z`;
      for (let k = 0; k < cuts.length; k += 2) line += `M${at(cuts[k])}L${at(cuts[k + 1])}`;
    }
  }
  return { area, line };
}

const LEVELS = [0, Math.log(7 / 3), Math.log(9)]; // p = 0.5, 0.7, 0.9; exactly 0 means class 0
const CELLS = 44;

const mark = (label, x, y, r, name) => (label
  ? `<circle class="${name}" cx="${x}" cy="${y}" r="${r}"/>`
  : `<rect class="${name}" x="${x - r}" y="${y - r}" width="${2 * r}" height="${2 * r}"/>`);

function planePicture(movie, frame, size) {
  const { view: [x0, x1, y0, y1], points, soft } = movie;
  const left = (x) => ((x - x0) / (x1 - x0)) * size, top = (y) => ((y1 - y) / (y1 - y0)) * size;
  const grid = Array.from({ length: CELLS + 1 }, (_, j) => Array.from({ length: CELLS + 1 }, (_, i) =>
    score(frame.weights, x0 + (i / CELLS) * (x1 - x0), y1 - (j / CELLS) * (y1 - y0))));
  const minus = grid.map((row) => row.map((s) => -s));
  const levels = soft ? LEVELS : [0];
  const sides = levels.map((level) =>
    `<path class="side1" d="${contour(grid, size / CELLS, level || 1e-9).area}"/><path class="side0" d="${contour(minus, size / CELLS, level).area}"/>`);

  const axes = (x0 < 0 && x1 > 0 ? `<path class="zero" d="M${left(0)} 0V${size}"/>` : "") +
    (y0 < 0 && y1 > 0 ? `<path class="zero" d="M0 ${top(0)}H${size}"/>` : "");
  const dots = points.map(([x, y, label], k) => {
    const a = left(x), b = top(y), r = points.length > 8 ? 4.5 : 8;
    const wrong = (score(frame.weights, x, y) > 0) !== (label === 1);
    return (wrong ? `<circle class="wrong" cx="${a}" cy="${b}" r="${r + 4.5}"/>` : "") +
      (frame.looked === k ? `<circle class="looked" cx="${a}" cy="${b}" r="${r + 9}"/>` : "") +
      mark(label, a, b, label ? r : r * 0.88, `point side${label}`);
  });
  return `<svg viewBox="0 0 ${size} ${size}" width="${size}" height="${size}" aria-hidden="true">${sides.join("")}${axes}` +
    `<path class="line" d="${contour(grid, size / CELLS, 0).line}"/>${dots.join("")}` +
    `<rect class="frame" x="0.5" y="0.5" width="${size - 1}" height="${size - 1}" rx="4"/></svg>`;
}
