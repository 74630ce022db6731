// The plane at one step as SVG text, in real pixels: numbers keep their size on every screen.

const runnerColour = (k) => (k ? `var(--cl-series-${k - 1})` : "var(--cl-ink)");

function racePicture({ stage, runs, step, shown, units, width }) {
  const height = Math.round(width * (width < 480 ? 0.82 : 0.55));
  const sx = width / units, sy = height / units;
  const place = ([x, y]) => [x * sx, y * sy];
  const shade = (d) => `<path class="region" d="${d}" vector-effect="non-scaling-stroke"/>`;
  const goal = ([x, y]) => `<path class="goal" d="M${x - 6} ${y - 6}l12 12m0 -12l-12 12"/>`;

  const points = (run) => {
    const last = Math.min(step, run.losses.length - 1);
    return Array.from({ length: last + 1 }, (_, k) => place([run.path[2 * k], run.path[2 * k + 1]]));
  };
  const trail = (run, k) =>
    `<path class="trail" style="--c:${runnerColour(k)}" d="M${points(run).map((p) => p.map((v) => v.toFixed(1)).join(" ")).join("L")}"/>`;
  const marker = (run, k) => {
    const [x, y] = points(run).at(-1);
    return `<g class="runner" style="--c:${runnerColour(k)}" transform="translate(${x.toFixed(1)} ${y.toFixed(1)})">` +
      `<circle r="9"/><text y="4.2">${k + 1}</text></g>`;
  };
  const each = (draw) => runs.map((run, k) => (shown[k] ? draw(run, k) : "")).join("");
  return `<svg class="plane" viewBox="0 0 ${width} ${height}" aria-hidden="true">` +
    `<g transform="scale(${sx} ${sy})">${stage.regions.map(shade).join("")}</g>` +
    `${stage.goals.map(place).map(goal).join("")}${each(trail)}${each(marker)}</svg>`;
}
