// Heat strips: one column for each token, one row for each unit; what is not read yet stays empty.

const STRIPS = [
  ["i", "입력 게이트 i"], ["f", "망각 게이트 f"], ["o", "출력 게이트 o"],
  ["c", "셀 상태 c"], ["h", "은닉 상태 h"],
];

function gatesPicture({ steps, at, unit, width, label }) {
  const cols = width >= 560 ? 3 : 2, gap = 14, wide = (width - gap * (cols - 1)) / cols;
  const H = steps[0].h.length, row = 5, high = H * row, column = wide / Math.max(steps.length, 6);
  const limit = Math.max(1, ...steps.flatMap(({ c }) => c.map(Math.abs)));
  const place = (k) => [(k % cols) * (wide + gap), Math.floor(k / cols) * (high + 40)];
  const head = (k, text) => `<text x="${place(k)[0]}" y="${place(k)[1] + 14}">${text}</text>`;
  const frame = (k) => `<rect class="ground" x="${place(k)[0]}" y="${place(k)[1] + 20}" width="${wide}" height="${high}" rx="2"/>`;
  const mark = (k) => `<rect class="now" x="${place(k)[0] + at * column}" y="${place(k)[1] + 20}" width="${column}" height="${high}"/>`;

  const strip = ([key, name], k) => {
    const [x, y] = place(k), most = key === "c" ? limit : 1;
    const cells = steps.slice(0, at + 1).flatMap((one, t) => one[key].map((value, n) =>
      `<rect class="${value < 0 ? "minus" : "plus"}" fill-opacity="${Math.min(1, Math.abs(value) / most).toFixed(3)}" ` +
      `x="${x + t * column + 0.5}" y="${y + 20 + n * row}" width="${column - 1}" height="${row - 0.7}"/>`));
    const chosen = `<path class="unit" d="M${x} ${y + 20 + (unit + 0.5) * row}h-4"/>`;
    return head(k, name) + frame(k) + cells.join("") + chosen + mark(k);
  };

  const shares = () => {
    const k = STRIPS.length, [x, y] = place(k), middle = y + 20 + high / 2;
    const bars = steps.slice(0, at + 1).map(({ shares: [, share] }, t) => {
      const tall = Math.abs(share - 0.5) * high, top = share > 0.5 ? middle - tall : middle;
      return `<rect class="${share < 0.5 ? "minus" : "plus"}" x="${x + t * column + 0.5}" y="${top}" width="${column - 1}" height="${tall}"/>`;
    });
    return head(k, `${label}의 확률`) + frame(k) + bars.join("") +
      `<path class="half" d="M${x} ${middle}h${wide}"/>` + mark(k);
  };

  const tall = Math.ceil((STRIPS.length + 1) / cols) * (high + 40) - 14;
  return `<svg viewBox="-4 0 ${width + 4} ${tall}" aria-hidden="true">${STRIPS.map(strip).join("")}${shares()}</svg>`;
}
