// Deals the blocks of a section to as many slides as they need, then starts reveal.js.
// Every slide is 1280 × 720; what is too tall is split (code, lists, tables) or made smaller.
(() => {
  const FULL = 720;
  const SQUEEZE = 0.83; // so much smaller rather than a slide more
  const READABLE = 0.72; // lines that would get smaller than this are broken instead
  const SPLITS = "div.code, div.output:not(.rich), ul, ol, div:has(> table), table";

  const heightOf = (e) => e.getBoundingClientRect().height;
  const shownBlocks = (flow) => [...flow.children].filter((e) => e.tagName !== "ASIDE");
  const gapOf = (flow) => parseFloat(getComputedStyle(flow).rowGap) || 0;

  function room(section) {
    const flow = section.querySelector(":scope > .flow");
    const below = parseFloat(getComputedStyle(section).paddingBottom);
    return FULL - below - (flow.getBoundingClientRect().top - section.getBoundingClientRect().top);
  }

  // What is wider than the slide gets smaller; so do pictures and moving figures that are too tall.
  function shrink(block, factor) {
    block.style.zoom = (parseFloat(getComputedStyle(block).zoom) || 1) * factor;
    block.dataset.zoom = ((block.dataset.zoom || 1) * factor).toFixed(3);
  }
  const share = (e) => (e.clientWidth > 0 ? Math.min(1, (e.clientWidth + 1) / e.scrollWidth) : 1);
  function narrow(block) {
    for (const e of [...block.querySelectorAll("pre, table, mjx-container, .math"), block]) {
      if (share(e) < READABLE) block.classList.add("wrap");
      if (share(e) < 1) shrink(e.tagName === "MJX-CONTAINER" ? block : e, share(e));
    }
  }

  // Pieces of a block that is taller than a slide; none if it cannot be split.
  function split(block, most) {
    const pre = block.querySelector("pre");
    if (pre) return splitLines(block, pre, most);
    const list = block.querySelector("tbody") || (block.matches("ul, ol") ? block : null);
    return list ? splitItems(block, list, most) : [];
  }
  function splitLines(block, pre, most) {
    const lines = pre.innerHTML.replace(/\n$/, "").split("\n");
    const style = getComputedStyle(pre);
    const around = heightOf(block) - lines.length * parseFloat(style.lineHeight);
    const fits = Math.max(4, Math.floor((most - around) / parseFloat(style.lineHeight)));
    const parts = Math.ceil(lines.length / fits);
    const pieces = [];
    for (let at = 0; at < lines.length; ) {
      let end = Math.min(lines.length, at + fits);
      const even = at + Math.ceil((lines.length - at) / Math.max(1, parts - pieces.length));
      if (end < lines.length) {
        const blank = (k) => lines[k].replace(/<[^>]*>/g, "").trim() === "";
        let best = Math.min(even, end);
        for (let k = end; k > at + fits * 0.45; k--) if (blank(k)) { best = k; break; }
        end = best;
      }
      const copy = block.cloneNode(true);
      const text = lines.slice(at, end).join("\n").replace(/^(?:<span><\/span>)?\n+/, "");
      copy.querySelector("pre").innerHTML = text;
      pieces.push(copy);
      at = end;
    }
    return pieces;
  }
  function splitItems(block, list, most) {
    const items = [...list.children];
    const around = heightOf(block) - items.reduce((sum, e) => sum + heightOf(e), 0);
    const pieces = [];
    let group = [], used = around;
    const close = () => {
      const copy = block.cloneNode(true);
      const inside = copy.querySelector("tbody") || copy;
      const start = items.indexOf(group[0]);
      if (inside.tagName === "OL") inside.start = start + 1;
      inside.replaceChildren(...group.map((e) => e.cloneNode(true)));
      pieces.push(copy);
    };
    for (const item of items) {
      const height = heightOf(item);
      if (group.length && used + height > most) { close(); group = []; used = around; }
      group.push(item);
      used += height;
    }
    if (group.length) close();
    return pieces.length > 1 ? pieces : [];
  }

  // What must not stand alone at the end of a page: a sentence that leads on, code before its output.
  const leads = (e, next) => next && (e.tagName === "P" ? next.tagName !== "P"
    : e.matches(".code") && next.matches(".output"));

  // Where pages begin: the cheapest of all ways to deal blocks, a page more costs most.
  function pages(heights, blocks, most, gap) {
    const best = [{ cost: 0, from: 0 }];
    for (let end = 1; end <= blocks.length; end++) {
      best[end] = { cost: Infinity, from: 0 };
      for (let from = end - 1, used = -gap; from >= 0; from--) {
        used += heights[from] + gap;
        if (from < end - 1 && used * SQUEEZE > most) break;
        const broken = leads(blocks[end - 1], blocks[end]) ? 0.7 : 0;
        const cost = best[from].cost + 1 + broken + 2 * Math.max(0, used / most - 1);
        if (cost < best[end].cost) best[end] = { cost, from };
      }
    }
    const starts = [];
    for (let end = blocks.length; end > 0; end = best[end].from) starts.unshift(best[end].from);
    return starts;
  }

  function deal(section) {
    const flow = section.querySelector(":scope > .flow");
    const most = room(section), gap = gapOf(flow);
    for (const block of shownBlocks(flow)) {
      narrow(block);
      const height = heightOf(block);
      const splits = block.matches(SPLITS);
      if (height <= (splits ? most / SQUEEZE : most)) continue;
      const pieces = splits ? split(block, most) : [];
      if (pieces.length) block.replaceWith(...pieces);
      else shrink(block, most / height);
    }
    const blocks = shownBlocks(flow), heights = blocks.map(heightOf);
    const starts = pages(heights, blocks, most, gap);
    let last = section;
    starts.slice(1).forEach((start, page) => {
      const next = section.cloneNode(false);
      const body = document.createElement("div");
      body.className = "flow";
      next.append(section.querySelector(":scope > header").cloneNode(true), body);
      next.classList.add("more");
      const upTo = blocks[starts[page + 2]] ?? null;
      last.after(next);
      for (let node = blocks[start]; node && node !== upTo; ) {
        const after = node.nextSibling;
        body.append(node);
        node = after;
      }
      last = next;
    });
  }

  const leaves = () => document.querySelectorAll("section.leaf");

  function settle() {
    for (const section of leaves()) {
      const flow = section.querySelector(":scope > .flow");
      const most = room(section);
      if (heightOf(flow) > most) shrink(flow, (most - 1) / heightOf(flow));
    }
  }

  function theme(name) {
    document.documentElement.dataset.theme = name;
  }
  const dark = matchMedia("(prefers-color-scheme: dark)");

  async function start() {
    theme(dark.matches ? "dark" : "light");
    dark.addEventListener("change", () => theme(dark.matches ? "dark" : "light"));
    await Promise.allSettled(["16px Course", "bold 16px Course", "16px 'Course Hangul'"]
      .map((font) => document.fonts.load(font, "가")));
    await MathJax.startup.promise;
    await MathJax.typesetPromise(); // now that the fonts are there and nothing is hidden
    [...leaves()].forEach(deal);
    settle();
    document.documentElement.classList.remove("measuring");
    const used = (e) => e?.closest(".cl-widget, input, select, textarea, button, summary");
    await Reveal.initialize({
      width: 1280, height: FULL, margin: 0.02, center: false, hash: true, slideNumber: "c/t",
      navigationMode: "linear", transition: "none", controls: false, pdfSeparateFragments: false,
      keyboardCondition: () => !used(document.activeElement),
      keyboard: { 84: () => theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark") },
      plugins: [RevealNotes],
    });
    document.documentElement.classList.add("ready");
  }
  start();
})();
