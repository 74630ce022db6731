// Values forward, node by node; gradients backward, edge by edge. Every number is the engine's.

class GraphStepper extends Stepper {
  static PHASES = { forward: "순전파", backward: "역전파" };

  setup(root) {
    this.chosen = 0;
    super.setup(root);
    const names = this.data.examples.map(({ name }, k) => el("option", { value: k }, name));
    if (names.length < 2) return;
    this.menu = el("select", { "aria-label": "그래프 고르기", onchange: () => this.choose(Number(this.menu.value)) }, ...names);
    this.picture.before(el("div", { class: "menu" }, this.menu));
  }

  choose(k) {
    this.stop();
    this.chosen = k;
    if (this.menu) this.menu.value = k;
    this.restart(0);
  }

  get example() { return this.data.examples[this.chosen]; }

  frames() { return [...this.forward(), ...this.backward()]; }

  operands(id) { return this.example.edges.filter((edge) => edge.target === id).map((edge) => this.example.nodes[edge.source]); }

  forward() {
    const { nodes } = this.example, none = { gradients: {}, flowed: new Set() };
    const leaves = nodes.flatMap((node, id) => (node.op ? [] : [id])), known = new Set(leaves);
    const start = leaves.filter((id) => nodes[id].name)
      .map((id) => `<span>${richName(nodes[id].name)} = ${number(nodes[id].value)}</span>`);
    const list = [{ phase: "forward", title: "잎의 값", known: new Set(known), ...none,
      html: `<div class="eq wide">${start.join("")}</div>`,
      text: "잎은 계산하지 않고 주어진 값입니다. 여기서 출발합니다." }];
    nodes.forEach((node, id) => {
      if (!node.op) return;
      known.add(id);
      list.push({ phase: "forward", node: id, known: new Set(known), ...none, ...this.computed(node, id) });
    });
    list[list.length - 1].text += " 이것으로 순전파가 끝났습니다.";
    return list;
  }

  computed(node, id) {
    const parts = this.operands(id), written = (f) => parts.map(f);
    const names = written(({ name, value }) => (name ? richName(name) : number(value)));
    const numbers = formula(node.op, written(({ value }) => factor(value)), " × ");
    return {
      title: `${plainName(node.name)} = ${formula(node.op, written(({ name, value }) => (name ? plainName(name) : number(value))))}`,
      html: `<div class="eq"><span>${richName(node.name)} = ${formula(node.op, names)}</span>` +
        `<span class="calc">= ${numbers} = <b>${number(node.value)}</b></span></div>`,
      text: DOES[node.op] || "재료가 모두 준비되었으니 계산합니다.",
    };
  }

  backward() {
    const { nodes, edges } = this.example, root = nodes.length - 1, name = nodes[root].name;
    const known = new Set(nodes.keys()), gradients = { [root]: 1 }, flowed = new Set();
    const list = [{ phase: "backward", title: `∂${plainName(name)}/∂${plainName(name)} = 1`, known, gathers: root,
      gradients: { ...gradients }, flowed: new Set(),
      html: `<div class="eq"><span>${this.slope(root)} = <b>1</b></span></div>`,
      text: "끝에서 1로 출발합니다. 자기 자신이 1만큼 변하면 자기 자신도 1만큼 변한다는 뜻입니다." }];
    for (const edge of edges.filter(({ downstream }) => downstream !== null)) {
      const before = [...flowed].filter(({ source }) => source === edge.source).map(({ downstream }) => downstream);
      gradients[edge.source] = (gradients[edge.source] || 0) + edge.downstream;
      flowed.add(edge);
      list.push({ phase: "backward", edge, from: edge.target, gathers: edge.source, known,
        gradients: { ...gradients }, flowed: new Set(flowed), ...this.flow(edge, before, gradients[edge.source]) });
    }
    list[list.length - 1].text += " 모든 잎에 기울기가 닿았습니다.";
    return list;
  }

  // ∂root/∂node, or ∂target/∂source.
  slope(id, over = this.example.nodes.length - 1) {
    const { nodes } = this.example;
    return `∂${richName(nodes[over].name)}/∂${richName(nodes[id].name)}`;
  }

  flow(edge, before, sum) {
    const { nodes, edges } = this.example, { source, target, local, upstream, downstream } = edge;
    const op = nodes[target].op, k = edges.filter((one) => one.target === target).indexOf(edge);
    const names = this.operands(target).map(({ name, value }) => (name ? richName(name) : number(value)));
    const symbol = localFormula(op, k, names, richName(nodes[target].name));
    const line = (label, left, right) => `<div class="eq part"><span class="what">${label}</span><span>${left}</span>` +
      `<span class="calc">= ${right}</span></div>`;
    const left = edges.filter((one) => one.source === source && one.downstream !== null).length - before.length - 1;
    const gathered = before.length ? line("모인 기울기", this.slope(source),
      `${[...before, downstream].map((one, n) => (n ? factor(one) : number(one))).join(" + ")} = <b>${number(sum)}</b>`) : "";
    const wait = before.length ? " 앞서 다른 길로 온 기울기에 더합니다." : left ? " 다른 길로 올 기울기가 더 있으니 기다립니다." : "";
    return {
      title: `${plainName(nodes[target].name)}에서 ${plainName(nodes[source].name)} 쪽으로`,
      html: line("국소 기울기", this.slope(source, target), `${symbol ? `${symbol} = ` : ""}<b>${number(local)}</b>`) +
        line("국소 × 상류 = 하류", `${number(local)} × ${factor(upstream)}`, `<b>${number(downstream)}</b>`) + gathered,
      text: sendsBack(op, local) + wait,
    };
  }

  draw(frame) {
    this.picture.innerHTML = graphPicture(this.example, frame, this.width || 680);
    this.status.innerHTML = `장면 <b>${this.at + 1}</b>/${this.list.length}`;
  }
}

customElements.get("course-graph") || customElements.define("course-graph", GraphStepper);
