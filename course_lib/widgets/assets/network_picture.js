// The figure of one frame as SVG text.

function networkPicture(now, list, frame, available) {
  const place = networkLayout(available), { line, digits, boxes } = place;
  const made = list.slice(0, list.indexOf(frame) + 1).flatMap((one) => one.makes);
  const seen = new Set([...PARAMS, ...made]), fresh = new Set(frame.makes);
  const moved = seen.has("new_w1");
  const values = { ...(moved ? now.next : now.p), ...(frame.after ? now.after : now.f), ...now.b };

  const show = (key) => (seen.has(key) ? number(values[key], digits) : "");
  const lit = (key) => fresh.has(key) || fresh.has("new_" + key);
  const tone = (key) => (key[0] === "d" ? "grad" : moved && PARAMS.includes(key) ? "new" : "");
  const value = (key, x, y, anchor, before = "") =>
    `<text class="value ${tone(key)} ${lit(key) ? "now" : ""}" text-anchor="${anchor}" x="${x}" y="${y}">${before}${show(key)}</text>`;

  const box = ({ x, y, w, h }) => `<rect class="box" x="${x}" y="${y}" width="${w}" height="${h}" rx="8"/>`;
  const row = (name, key, { x, y, w }, k) => {
    const top = y + 3 + k * line, base = top + line * 0.72;
    return (lit(key) ? `<rect class="glow" x="${x + 3}" y="${top}" width="${w - 6}" height="${line}" rx="5"/>` : "") +
      (name ? `<text class="name" x="${x + 8}" y="${base}">${name}</text>` : "") +
      value(key, x + w - 7, base, "end");
  };
  const node = (one) => {
    const grads = !frame.after && one.grads && one.grads.some((key) => seen.has(key));
    return `<g class="node">${box(one)}${one.rows.map(([name, key], k) => row(name, key, one, k)).join("")}</g>` +
      (grads ? `<g class="grads">${box(one.grad)}${one.grads.map((key, k) =>
        row(one.rows[k][0], key, one.grad, k)).join("")}</g>`
        : place.reserved && one.grads ? `<g class="later">${box(one.grad)}</g>` : "");
  };

  const edge = ([name, from, to]) => {
    const [x0, y0, x1, y1] = place.line_between(boxes[from], boxes[to]);
    const now = frame.edges.includes(name) ? `now ${frame.phase === "backward" ? "back" : ""}` : "";
    return `<path class="edge ${now}" d="M${x0} ${y0}L${x1} ${y1}"/>`;
  };
  const label = ([name, from, to]) => {
    const { x, y, air = 0, anchor } = place.label_at(boxes[from], boxes[to]);
    const grad = seen.has("d" + name) && !frame.after;
    return value(name, x, y - 4 - air, anchor, `<tspan class="name">w${"₀₁₂₃₄₅₆₇₈"[name[1]]}</tspan> `) +
      (grad ? value("d" + name, x, y + line - 8 + air, anchor) : "");
  };

  const legend = (colour, text) => `<span style="--c:var(--cl-${colour})">${text}</span>`;
  return `<svg class="${digits === 4 ? "narrow" : ""} ${frame.phase}" viewBox="0 0 ${place.width} ${place.height}" aria-hidden="true">` +
    `${EDGES.map(edge).join("")}${Object.values(boxes).map(node).join("")}` +
    `<g class="labels">${EDGES.slice(0, 8).map(label).join("")}</g></svg>` +
    `<div class="legend">${legend("ink", "값 (s는 가중합)")}${legend("backward", "기울기 ∂E/∂값")}` +
    `${legend("update", "고친 값")}</div>`;
}
