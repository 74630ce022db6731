// Words and their vectors in the page: cosines, neighbours, and analogies b − a + c.

class WordVectors {
  // Unit vectors came as 16-bit whole numbers, little end first, in base64.
  constructor({ words, dim, vectors }) {
    const bytes = Uint8Array.from(atob(vectors), (c) => c.charCodeAt(0)), view = new DataView(bytes.buffer);
    this.words = words;
    this.units = words.map((_, i) => this.unit(Float64Array.from({ length: dim }, (_, k) => view.getInt16(2 * (i * dim + k), true))));
  }

  unit(v) {
    const length = Math.hypot(...v) || 1;
    return v.map((x) => x / length);
  }

  cosine(u, v) { return u.reduce((sum, x, k) => sum + x * v[k], 0); }

  // [[number of the word, cosine], …], the nearest first.
  nearest(vector, top, without = []) {
    const target = this.unit(vector);
    return this.units.map((u, i) => [i, this.cosine(u, target)]).filter(([i]) => !without.includes(i))
      .sort((p, q) => q[1] - p[1]).slice(0, top);
  }

  neighbours(i, top) { return this.nearest(this.units[i], top, [i]); }

  analogy([a, b, c], top, repeat) {
    const [u, v, w] = [a, b, c].map((i) => this.units[i]);
    return this.nearest(v.map((x, k) => x - u[k] + w[k]), top, repeat ? [] : [a, b, c]);
  }
}
