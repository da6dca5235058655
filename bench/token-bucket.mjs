/** A bucket that holds `burst` tokens and gets `rate` a second; `take` says whether there was one. Time in ms. */
export function tokenBucket({ rate, burst }, started) {
  let tokens = burst;
  let filled = started;
  return {
    take(now) {
      tokens = Math.min(burst, tokens + ((now - filled) / 1000) * rate);
      filled = now;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
