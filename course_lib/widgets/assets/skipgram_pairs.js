// What skip-gram learns from one sentence, by the rules of course_lib.vectors.windows and .sampling.

const splitWords = (text) => text.trim().split(/\s+/).filter(Boolean).slice(0, 24);

const keepProbability = (count, total, threshold) => {
  const ratio = (threshold * total) / count;
  return threshold ? Math.min(1, Math.sqrt(ratio) + ratio) : 1;
};

// Shares of the noise distribution, in the order of the counts.
function noiseShares(counts, power) {
  const weights = counts.map((count) => count ** power), sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

// A number in [0, 1) that depends on where it is used: turning one switch moves no other draw.
function chance(...places) {
  let h = 0x9e3779b9;
  for (const place of places) {
    h = Math.imul(h ^ (place + 0x7ed55d16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return (h >>> 0) / 2 ** 32;
}

function drawFrom(shares, u) {
  let k = 0;
  for (let sum = shares[0]; sum <= u && k < shares.length - 1; sum += shares[++k]);
  return k;
}

// {words, types, counts, keep, kept, noise, centers: [{at, reach, contexts, negatives}]}: `at` and
// `contexts` are places in the sentence, `negatives` one list of types for each context.
function readSentence({ text, width, dynamic, subsample, negative, seed, threshold, power }) {
  const words = splitWords(text), types = [...new Set(words)];
  const ids = words.map((word) => types.indexOf(word));
  const counts = types.map((_, type) => ids.filter((id) => id === type).length);
  const keep = counts.map((count) => (subsample ? keepProbability(count, words.length, threshold) : 1));
  const kept = words.map((_, i) => chance(seed, 1, i) < keep[ids[i]]);
  const tokens = words.map((_, i) => i).filter((i) => kept[i]);
  const noise = types.length ? noiseShares(counts, power) : [];
  const centers = tokens.map((at, place) => {
    const reach = dynamic ? 1 + Math.floor(chance(seed, 2, at) * width) : width;
    const contexts = tokens.slice(Math.max(0, place - reach), place + reach + 1).filter((other) => other !== at);
    const negatives = contexts.map((other) =>
      Array.from({ length: negative }, (_, k) => drawFrom(noise, chance(seed, 3, at, other, k))));
    return { at, reach, contexts, negatives };
  });
  return { words, ids, types, counts, keep, kept, noise, centers };
}
