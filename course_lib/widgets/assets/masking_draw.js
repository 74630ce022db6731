// Cutting words into pieces and drawing gaps, as course_lib.text.WordPiece and widgets/masking.py do.

const INSIDE = "##", LONGEST_WORD = 100;
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const MARK = /^[!-/:-@[-`{-~]$|^(?![\0-~])\p{P}$/u;

// "좋다!" → ["좋다", "!"]: cut at white space and around each punctuation mark.
function splitWords(text) {
  const words = [];
  for (const part of text.split(SPACES).filter(Boolean)) {
    let run = "";
    for (const sign of part) {
      if (!MARK.test(sign)) { run += sign; continue; }
      if (run) words.push(run);
      words.push(sign);
      run = "";
    }
    if (run) words.push(run);
  }
  return words;
}

// The longest piece that fits, again and again; a word that cannot be cut is unknown as a whole.
function cutWord(word, { known, longest, unknown }) {
  const signs = [...word], pieces = [];
  if (signs.length > LONGEST_WORD) return [unknown];
  for (let start = 0; start < signs.length;) {
    let end = Math.min(signs.length, start + longest), piece;
    for (; end > start; end--) {
      piece = (start ? INSIDE : "") + signs.slice(start, end).join("");
      if (known.has(piece)) break;
    }
    if (end === start) return [unknown];
    pieces.push(piece);
    start = end;
  }
  return pieces;
}

const cutText = (text, vocab) => splitWords(text).flatMap((word) => cutWord(word, vocab));

const fateOf = (kind) => (kind < 0.8 ? "hidden" : kind < 0.8 + 0.1 ? "exchanged" : "left");

// [{piece, shown, fate}]: three numbers for each piece, its luck, its kind and another token.
function drawGaps(pieces, { tokens, rate, whole, seed }) {
  const numbers = randoms(seed);
  let luck = 1;
  return pieces.map((piece) => {
    const [own, kind, other] = [0, 0, 0].map(() => numbers.next().value);
    if (!(whole && piece.startsWith(INSIDE))) luck = own;
    const fate = luck < rate ? fateOf(kind) : "";
    const shown = { hidden: "[MASK]", exchanged: tokens[Math.floor(other * tokens.length)] }[fate] ?? piece;
    return { piece, shown, fate };
  });
}

// How many gaps have a neighbour of their own word that the model still sees.
function countLeaks(drawn) {
  const words = [];
  for (const each of drawn) each.piece.startsWith(INSIDE) && words.length ? words.at(-1).push(each) : words.push([each]);
  return words.reduce((sum, word) => sum + (word.some((each) => !each.fate) ? word.filter((each) => each.fate).length : 0), 0);
}
