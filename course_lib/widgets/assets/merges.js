// Two frames for each merge: the pairs counted, the most frequent one joined.

class MergeStepper extends Stepper {
  static PHASES = { forward: "세기", update: "합치기" };

  frames() {
    const { start, steps } = this.data, frames = [];
    let words = start;
    steps.forEach(({ tops, words: after, size }, k) => {
      const [left, right, count] = tops[0], joined = left + right;
      const list = tops.map(([a, b, n], i) => `<li${i ? "" : ' class="best"'}><span>${escapeText(a)} + ${escapeText(b)}</span> ${n}번</li>`);
      frames.push({ phase: "forward", title: `${k + 1}. 이웃한 쌍을 셉니다`, words, pair: [left, right],
        html: `<ol class="pairs">${list.join("")}</ol>`, text: `${left} + ${right}: 나란히 ${count}번, 가장 많습니다.` });
      frames.push({ phase: "update", title: `${k + 1}. 가장 잦은 쌍을 합칩니다`, words: after, joined,
        html: `<p class="rule">${escapeText(left)} + ${escapeText(right)} → <b>${escapeText(joined)}</b></p>`,
        text: `이제 ${joined} 하나가 기호입니다. 어휘는 ${size}개가 되었습니다.` });
      words = after;
    });
    return frames;
  }

  draw({ words, pair, joined }) {
    const row = (symbols, k) => {
      const marks = symbols.map((symbol, i) => {
        const first = pair && symbol === pair[0] && symbols[i + 1] === pair[1];
        const second = pair && symbol === pair[1] && symbols[i - 1] === pair[0];
        const name = first || second ? "pair" : symbol === joined ? "new" : "";
        return `<span class="symbol ${name}">${escapeText(symbol)}</span>`;
      });
      return `<div class="word"><span class="times">${this.data.words[k][1]}번</span>${marks.join("")}</div>`;
    };
    this.picture.innerHTML = words.map(row).join("");
    this.status.innerHTML = `기호 <b>${words.reduce((sum, symbols, k) => sum + symbols.length * this.data.words[k][1], 0)}</b>개로 적습니다`;
  }
}

customElements.get("course-merges") || customElements.define("course-merges", MergeStepper);
