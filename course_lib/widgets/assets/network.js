// The 2-2-2 network, the same formulas in the same order as course_lib/byhand/network.py.

const sigmoid = (s) => (s >= 0 ? 1 / (1 + Math.exp(-s)) : Math.exp(s) / (1 + Math.exp(s)));

function forward(p, [i1, i2], [target1, target2]) {
  const sum_h1 = i1 * p.w1 + i2 * p.w3 + p.b1, sum_h2 = i1 * p.w2 + i2 * p.w4 + p.b1;
  const h1 = sigmoid(sum_h1), h2 = sigmoid(sum_h2);
  const sum_o1 = h1 * p.w5 + h2 * p.w6 + p.b2, sum_o2 = h1 * p.w7 + h2 * p.w8 + p.b2;
  const o1 = sigmoid(sum_o1), o2 = sigmoid(sum_o2);
  const E1 = 0.5 * (target1 - o1) ** 2, E2 = 0.5 * (target2 - o2) ** 2;
  return { i1, i2, sum_h1, sum_h2, h1, h2, sum_o1, sum_o2, o1, o2, target1, target2, E1, E2, E: E1 + E2 };
}

function backward(p, f) {
  const do1 = f.o1 - f.target1, do2 = f.o2 - f.target2;
  const slope_o1 = f.o1 * (1 - f.o1), slope_o2 = f.o2 * (1 - f.o2);
  const dsum_o1 = do1 * slope_o1, dsum_o2 = do2 * slope_o2;
  const dw5 = dsum_o1 * f.h1, dw6 = dsum_o1 * f.h2, dw7 = dsum_o2 * f.h1, dw8 = dsum_o2 * f.h2;
  const db2 = dsum_o1 + dsum_o2;
  const dh1 = dsum_o1 * p.w5 + dsum_o2 * p.w7, dh2 = dsum_o1 * p.w6 + dsum_o2 * p.w8;
  const slope_h1 = f.h1 * (1 - f.h1), slope_h2 = f.h2 * (1 - f.h2);
  const dsum_h1 = dh1 * slope_h1, dsum_h2 = dh2 * slope_h2;
  const dw1 = dsum_h1 * f.i1, dw3 = dsum_h1 * f.i2, dw2 = dsum_h2 * f.i1, dw4 = dsum_h2 * f.i2;
  const db1 = dsum_h1 + dsum_h2;
  return { do1, do2, slope_o1, slope_o2, dsum_o1, dsum_o2, dw5, dw6, dw7, dw8, db2,
    dh1, dh2, slope_h1, slope_h2, dsum_h1, dsum_h2, dw1, dw2, dw3, dw4, db1 };
}

const PARAMS = ["w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8", "b1", "b2"];
const update = (p, b, lr) => Object.fromEntries(PARAMS.map((name) => [name, p[name] - lr * b["d" + name]]));

class NetworkStepper extends Stepper {
  static PHASES = { forward: "순전파", backward: "역전파", update: "갱신" };

  extras() {
    const button = (text, action) => el("button", { type: "button", class: "extra", onclick: action }, text);
    return [button("한 걸음 더", () => this.walk(1)), button("100걸음", () => this.walk(100))];
  }

  reset() {
    this.k = 0;
    this.params = null;
    this.stop();
    this.restart(0);
  }

  walk(steps) {
    this.stop();
    for (let k = 0; k < steps; k++) this.params = this.trace.next;
    this.k += steps;
    this.restart(0);
    this.live.textContent = `${this.k}걸음을 걸었습니다. 오차는 ${number(this.trace.f.E)}입니다.`;
  }

  // Everything about the round at hand; `next` are the parameters after its update.
  get trace() {
    const { params, x, target, lr } = this.data;
    const p = this.params || params;
    const f = forward(p, x, target), b = backward(p, f), next = update(p, b, lr);
    return { p, f, b, next, after: forward(next, x, target) };
  }

  frames() {
    this.k ||= 0;
    this.now = this.trace;
    return networkFrames(this.now, this.data.lr);
  }

  draw(frame) {
    this.picture.innerHTML = networkPicture(this.now, this.list, frame, this.width || 680);
    const E = frame.after ? this.now.after.E : this.now.f.E;
    this.status.innerHTML = `걸음 <b>${this.k + (frame.after ? 1 : 0)}</b> · E <b>${number(E)}</b>`;
  }
}

customElements.get("course-network") || customElements.define("course-network", NetworkStepper);
