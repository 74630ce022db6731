// Levels and places of the graph in real pixels. Wide: from left to right. Narrow: downward.

function graphLayout({ levels, places }, available) {
  const wide = available >= levels * 92 + (levels - 1) * 50 + 2;
  return wide ? acrossLayout(levels, places, available) : downLayout(levels, places, available);
}

function acrossLayout(levels, places, width) {
  const w = 92, line = 21, h = 3 * line + 8, row = h + 24;
  const step = levels > 1 ? Math.min(210, (width - 2 - w) / (levels - 1)) : 0;
  const left = (width - step * (levels - 1)) / 2;
  return {
    width, height: (places - 1) * row + h + 4, w, h, line, digits: 5,
    at: (level, place) => ({ x: left + level * step, y: 2 + h / 2 + place * row }),
    leave: ({ x, y }, shift) => [x + w / 2, y + shift],
    enter: ({ x, y }, shift) => [x - w / 2, y + shift],
    curve: ([x0, y0], [x1, y1]) => [[(x0 + x1) / 2, y0], [(x0 + x1) / 2, y1]],
    spots: [0.5, 0.5],
  };
}

function downLayout(levels, places, available) {
  const width = Math.max(available, places * 72), gap = 8, line = 18, h = 3 * line + 8;
  const w = Math.min(84, (width - 2 - (places - 1) * gap) / places);
  const column = Math.min(120, places > 1 ? (width - 2 - w) / (places - 1) : 0);
  const left = (width - column * (places - 1)) / 2;
  return {
    width, height: (levels - 1) * (h + 50) + h + 4, w, h, line, digits: 4,
    at: (level, place) => ({ x: left + place * column, y: 2 + h / 2 + level * (h + 50) }),
    leave: ({ x, y }, shift) => [x + shift, y + h / 2],
    enter: ({ x, y }, shift) => [x + shift, y - h / 2],
    curve: ([x0, y0], [x1, y1]) => [[x0, (y0 + y1) / 2], [x1, (y0 + y1) / 2]],
    spots: [0.3, 0.7],
  };
}

// The edge's path, and where its number stands: in the place kept for a bend, or on the way.
function edgeLine(place, example, edge) {
  const { nodes, edges } = example, { source, target } = edge;
  const twins = edges.filter((one) => one.source === source && one.target === target);
  const shift = (twins.indexOf(edge) - (twins.length - 1) / 2) * 26;
  const box = ({ level, place: at }) => place.at(level, at);
  const bends = edge.bend.map(([level, at]) => place.at(level, at)).map(({ x, y }) => [x, y]);
  const points = [place.leave(box(nodes[source]), shift), ...bends, place.enter(box(nodes[target]), shift)];
  const pieces = points.slice(1).map((end, k) => [points[k], ...place.curve(points[k], end), end]);
  const path = `M${points[0].join(" ")}` + pieces.map(([, a, b, end]) => `C${[a, b, end].flat().join(" ")}`).join("");
  const operands = edges.filter((one) => one.target === target);
  return { path, label: bends[0] || onCurve(pieces[0], place.spots[operands.indexOf(edge) % 2]) };
}

function onCurve([a, b, c, d], t) {
  const s = 1 - t;
  return [0, 1].map((k) => s ** 3 * a[k] + 3 * s * s * t * b[k] + 3 * s * t * t * c[k] + t ** 3 * d[k]);
}
