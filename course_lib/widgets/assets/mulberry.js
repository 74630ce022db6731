// mulberry32: 32-bit random numbers in [0, 1), as course_lib/widgets/mulberry.py gives them.
function* randoms(seed) {
  for (;;) {
    seed = (seed + 0x6d2b79f5) >>> 0;
    let t = Math.imul(seed ^ (seed >>> 15), seed | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    yield ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
}
