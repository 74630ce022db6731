// Charts with a slider below: curves as SVG text, sliders with a name and a value, choice buttons.

// From values to pixels: the frame of one chart.
function frame({ width, height, x: [x0, x1], y: [y0, y1] }) {
  const left = 34, right = 10, top = 26, bottom = 24;
  const X = (x) => left + ((x - x0) / (x1 - x0)) * (width - left - right);
  const Y = (y) => height - bottom - ((y - y0) / (y1 - y0)) * (height - top - bottom);
  return { X, Y, left, right: width - right, top, bottom: height - bottom };
}

const tick = (value) => String(value).replace("-", "−");

// chart({width, height, x, y, xticks, yticks, title, curves: [{f, tone, dashed}], inner}) → SVG.
// `inner(frame)` adds points, tangents, texts.
function chart(spec) {
  const box = frame(spec), { X, Y } = box, [x0, x1] = spec.x;
  const lines = (spec.yticks || []).map((y) =>
    `<path class="${y ? "grid" : "zero"}" d="M${box.left} ${Y(y)}H${box.right}"/>` +
    `<text x="${box.left - 6}" y="${Y(y) + 4}" text-anchor="end">${tick(y)}</text>`);
  const feet = (spec.xticks || []).map((x) =>
    `<path class="${x ? "grid" : "zero"}" d="M${X(x)} ${box.top}V${box.bottom}"/>` +
    `<text x="${X(x)}" y="${box.bottom + 16}" text-anchor="middle">${tick(x)}</text>`);
  const paths = (spec.curves || []).map(({ f, tone, dashed }) => {
    const points = Array.from({ length: 241 }, (_, k) => x0 + (k / 240) * (x1 - x0))
      .map((x) => [x, f(x)]).filter(([, y]) => y >= spec.y[0] && y <= spec.y[1]);
    const d = points.map(([x, y], k) => `${k ? "L" : "M"}${X(x).toFixed(1)} ${Y(y).toFixed(1)}`).join("");
    return `<path class="curve ${tone}${dashed ? " dashed" : ""}" d="${d}"/>`;
  });
  return `<svg class="chart" viewBox="0 0 ${spec.width} ${spec.height}" width="${spec.width}" height="${spec.height}" aria-hidden="true">` +
    `<text class="title" x="2" y="14">${spec.title}</text>${lines.join("")}${feet.join("")}${paths.join("")}` +
    `${spec.inner ? spec.inner(box) : ""}</svg>`;
}

// A dot on a curve, and where it stands on the axis.
const dot = ({ X, Y, bottom }, x, y, tone) =>
  `<path class="drop" d="M${X(x)} ${Y(y)}V${bottom}"/><circle class="dot ${tone}" cx="${X(x)}" cy="${Y(y)}" r="6"/>`;

// A tangent of a fixed length in pixels, shortened where it would leave the chart.
function tangent({ X, Y, top, bottom }, x, y, slope, tone) {
  const dx = X(1) - X(0), dy = slope * (Y(1) - Y(0)), length = Math.hypot(dx, dy);
  const ends = [-1, 1].map((side) => {
    let reach = 64;
    const up = (side * dy) / length;
    if (up) reach = Math.min(reach, Math.max(0, ((up > 0 ? bottom : top) - Y(y)) / up));
    return [X(x) + (side * reach * dx) / length, Y(y) + reach * up];
  });
  return `<path class="tangent ${tone}" d="M${ends[0]}L${ends[1]}"/>`;
}

class Curves extends CourseWidget {
  setup(root) {
    this.picture = el("div", { class: "picture" });
    this.reading = el("output", { class: "reading", "aria-live": "off" });
    this.live = el("div", { class: "unseen", "aria-live": "polite" });
    this.rows = el("div", { class: "sliders" });
    this.note = el("p", { class: "note" });
    root.append(el("section", { class: "card" }, this.choices(), this.picture, this.reading, this.rows, this.note, this.live));
    new ResizeObserver(() => this.refit()).observe(this.picture);
    this.update();
  }

  choices() { return ""; }

  // slider("x", {name, min, max, step, shown}) keeps `this.state[key]`; shown(value) is its text.
  slider(key, { name, min, max, step, shown = (value) => number(value, 2) }) {
    const value = el("output", {}), input = el("input", { type: "range", min, max, step, "aria-label": name });
    const row = el("label", { class: "slider", "data-key": key }, el("span", {}, name), input, value);
    row.sync = () => {
      input.value = this.state[key];
      value.textContent = shown(this.state[key]);
      input.setAttribute("aria-valuetext", value.textContent);
    };
    input.addEventListener("input", () => { this.state[key] = Number(input.value); this.update(); });
    input.addEventListener("change", () => this.say());
    this.rows.append(row);
    return row;
  }

  update() {
    for (const row of this.rows.children) row.sync();
    this.draw();
  }

  say() { this.live.textContent = this.reading.textContent; }

  refit() {
    const width = Math.round(this.picture.clientWidth);
    if (width && width !== this.width) {
      this.width = width;
      this.draw();
    }
  }
}
