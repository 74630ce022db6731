// Shared by all widgets: an element with its own shadow tree, its data and a few helpers.
// `CSS` (text of the style sheets) is set by the page around this script; see widgets/base.py.

const escapeText = (text) =>
  String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

// el("button", {class: "go", onclick: f}, "다음") → an HTML element.
function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value != null) node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const superscript = (k) =>
  (k < 0 ? "⁻" : "") + [...String(Math.abs(k))].map((d) => SUPERSCRIPTS[d]).join("");

// A number as the book writes it: 0.41, 0.60109, −0.02929, 1.2×10⁻⁶.
function number(value, digits = 5) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "?" : value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  let text = value.toFixed(digits);
  if (Math.abs(value - Number(value.toFixed(2))) < 1e-12) text = String(Number(value.toFixed(2)));
  else if (size >= 1e5 || size < 0.5 * 10 ** (1 - digits)) {
    const [digitsPart, power] = value.toExponential(1).split("e");
    text = `${digitsPart}×10${superscript(Number(power))}`;
  }
  return text.replace("-", "−");
}

// A factor inside a formula: negative numbers in parentheses.
const factor = (value) => (value < 0 ? `(${number(value)})` : number(value));

// Tiny TeX: "s_{h1} = i_1 w_1" → HTML with italic letters and subscripts.
const math = (text) =>
  escapeText(text).replace(/(∂?[A-Za-zδησ])(?:_\{(\w+)\}|_(\w))?/g, (_, letter, long, short) => {
    const below = long || short;
    return `<i>${letter}</i>${below ? `<sub>${below}</sub>` : ""}`;
  });

class CourseWidget extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    this.data = JSON.parse(this.dataset.widget);
    this.attachShadow({ mode: "open" });
    const style = document.createElement("style");
    style.textContent = CSS;
    this.shadowRoot.append(style);
    this.setup(this.shadowRoot);
  }
}
