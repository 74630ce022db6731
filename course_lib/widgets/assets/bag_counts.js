// From a typed text to numbers, as course_lib.text does it: tokens, n-grams, counts, TF-IDF.

// Python's white space, which is not quite that of \s in JavaScript.
const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const split = (text) => text.split(SPACE).filter(Boolean);

const TOKENIZE = {
  whitespace: split,
  characters: (text) => [...text],
  words: (text) => text.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) || [],
  basic_english: (text) => split(text.toLowerCase().replace(/"/g, "").replace(/<br \/>/g, " ")
    .replace(/['.,()!?]/g, " $& ").replace(/[;:]/g, " ")),
};

// All runs of 1 to high neighbours, the short ones first: [{name, n}].
function runs(tokens, high, joiner) {
  const found = [];
  for (let n = 1; n <= high; n++)
    for (let i = 0; i + n <= tokens.length; i++) found.push({ name: tokens.slice(i, i + n).join(joiner), n });
  return found;
}

// The columns of the documents for n-grams up to `high`: names, document frequencies, idf.
function columns(levels, high, documents) {
  const names = levels.slice(0, high).flatMap((level) => level.names);
  const df = levels.slice(0, high).flatMap((level) => level.df);
  const idf = df.map((n) => Math.log((documents + 1) / (n + 1)) + 1);
  return { names, df, idf, at: new Map(names.map((name, i) => [name, i])) };
}

// {tokens, found: runs, strange: names without a column, vector: one number for each column, …}.
function bagOf({ documents, levels, tokenizer, text, weighting, high }) {
  const table = columns(levels, high, documents.length), counts = table.names.map(() => 0);
  const tokens = TOKENIZE[tokenizer](text), strange = new Map();
  const found = runs(tokens, high, tokenizer === "characters" ? "" : " ");
  for (const { name } of found) {
    if (table.at.has(name)) counts[table.at.get(name)] += 1;
    else strange.set(name, (strange.get(name) || 0) + 1);
  }
  const raw = counts.map((count, i) => count * table.idf[i]);
  const length = Math.sqrt(raw.reduce((sum, each) => sum + each * each, 0));
  const vector = weighting === "tfidf" ? raw.map((each) => each / (length || 1)) : counts;
  return { ...table, tokens, found, strange, counts, raw, length, vector };
}
