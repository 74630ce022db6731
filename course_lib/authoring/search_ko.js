/* The rules of search_ko.py for the reader's browser; __DATA__ is its table.
 * Sphinx puts this into language_data.js, which it loads after searchtools.js. */
const korean = __DATA__;
korean.longest = Math.max(...Object.keys(korean.endings).map((e) => e.length));
korean.is = (word) => /^[\uac00-\ud7a3]/.test(word);
korean.fits = (syllable, condition) => {
  const final = (syllable.charCodeAt(0) - 0xac00) % 28;
  return {
    "any": true, "batchim": final !== 0, "vowel": final === 0,
    "vowel-or-rieul": final === 0 || final === 8,
    "other-batchim": final !== 0 && final !== 8,
  }[condition];
};
korean.shorter = (word) => {
  for (let n = Math.min(korean.longest, word.length - 1); n > 0; n--) {
    const head = word.slice(0, -n), tail = word.slice(-n);
    if (!Object.hasOwn(korean.endings, tail)) continue;
    const longEnough = head.length > 1 || korean.one.includes(head);
    if (longEnough && korean.fits(head.at(-1), korean.endings[tail])) return head;
  }
  return word;
};
korean.stem = (word) => {
  for (;;) {
    const head = korean.whole.includes(word) ? word : korean.shorter(word);
    if (head === word) return word;
    word = head;
  }
};
var splitQuery = (text) => {
  const letter = "(?:(?![\\uac00-\\ud7a3])[\\p{L}\\p{N}])+";
  const found = [];
  for (const match of text.matchAll(new RegExp(`[\\uac00-\\ud7a3]+|${letter}(?:_+${letter})*`, "gu"))) {
    const run = match[0], attached = match.index > 0 && /\S/.test(text[match.index - 1]);
    if (!korean.is(run)) found.push(run);
    else if (!(attached && Object.hasOwn(korean.endings, run))) found.push(korean.stem(run));
  }
  return found;
};
/* Sphinx lets a page pass that has only the longer ones of the words: here it has to have them all. */
if (typeof Search !== "undefined") {
  const search = Search.performTermsSearch;
  const has = (table, term, page) => Object.keys(table).some(
    (key) => (term.length > 2 ? key.includes(term) : key === term) && [table[key]].flat().includes(page));
  Search.performTermsSearch = (terms, excluded) => {
    const { docnames, terms: words, titleterms } = Search._index;
    const everyWord = ([name]) => [...terms].filter(korean.is).every((term) =>
      [words, titleterms].some((table) => has(table, term, docnames.indexOf(name))));
    return search(terms, excluded).filter(everyWord);
  };
  /* The excerpt is cut from the chapter alone, without buttons, figures and the source of formulas. */
  Search.htmlToText = (html, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const article = page.querySelector("article.bd-article");
    const part = (anchor && page.getElementById(decodeURIComponent(anchor.slice(1)))) || article;
    if (!part) return "";
    part.querySelectorAll(".headerlink, script, style, svg, h1").forEach((e) => e.remove());
    part.querySelectorAll(".math").forEach((e) => {
      const plain = e.textContent.replace(/^\\[([]|\\[)\]]$|[{}_^]/g, "");
      e.textContent = plain.includes("\\") ? "…" : plain;
    });
    part.querySelectorAll("p, li, strong, dt, dd, td, th, summary").forEach((e) => e.append(" "));
    return part.textContent.replace(/\s+/g, " ");
  };
}
