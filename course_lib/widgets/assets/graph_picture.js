// One frame of the graph as SVG text.

function graphPicture(example, frame, available) {
  const place = graphLayout(example, available), { w, h, line, digits } = place;
  const show = (value) => number(value, digits);

  const node = (one, id) => {
    const { x, y } = place.at(one.level, one.place), left = x - w / 2, top = y - h / 2;
    const row = (k, text, kind, lit, anchor = "end") => {
      const base = top + 4 + k * line + line * 0.72, at = anchor === "end" ? left + w - 8 : left + 8;
      return (lit ? `<rect class="glow" x="${left + 3}" y="${top + 4 + k * line}" width="${w - 6}" height="${line}" rx="5"/>` : "") +
        `<text class="${kind} ${lit ? "now" : ""}" text-anchor="${anchor}" x="${at}" y="${base}">${text}</text>`;
    };
    const known = frame.known.has(id), gradient = frame.gradients[id];
    return `<g class="node ${known ? "" : "later"}"><rect class="box" x="${left}" y="${top}" width="${w}" height="${h}" rx="8"/>` +
      row(0, escapeText(plainName(one.name)), "name", false, "start") +
      (one.op ? row(0, escapeText(sign(one.op)), "sign", false) : "") +
      row(1, known ? show(one.value) : "", "value", frame.node === id) +
      row(2, gradient === undefined ? "" : show(gradient), "grad", frame.gathers === id || frame.from === id) + "</g>";
  };

  const edges = example.edges.map((edge) => ({ edge, ...edgeLine(place, example, edge) }));
  const line_of = ({ edge, path }) => {
    const lit = frame.phase === "forward" ? edge.target === frame.node : edge === frame.edge;
    return `<path class="edge ${lit ? `now ${frame.phase === "backward" ? "back" : ""}` : ""}" d="${path}"/>`;
  };
  const label = ({ edge, label: [x, y] }) => !frame.flowed.has(edge) ? "" :
    `<text class="grad ${edge === frame.edge ? "now" : ""}" text-anchor="middle" x="${x}" y="${y + 4}">${show(edge.downstream)}</text>`;

  const legend = (colour, text) => `<span style="--c:var(--cl-${colour})">${text}</span>`;
  const root = plainName(example.nodes[example.nodes.length - 1].name);
  return `<svg class="${digits === 4 ? "narrow" : ""} ${frame.phase}" viewBox="0 0 ${place.width} ${place.height}" aria-hidden="true">` +
    `${edges.map(line_of).join("")}${example.nodes.map(node).join("")}<g class="labels">${edges.map(label).join("")}</g></svg>` +
    `<div class="legend">${legend("ink", "값")}${legend("backward", `상자 안: 모인 기울기 ∂${escapeText(root)}/∂값`)}` +
    `${legend("backward", "선 위: 그 길로 흐른 하류 기울기")}</div>`;
}
