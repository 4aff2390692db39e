/** Time as the lanes see it; a test passes its own. */
export interface LaneClock {
  now(): number;
  /** Fires once after `ms`, unless the returned function is called before. */
  after(ms: number, fire: () => void): () => void;
}

export const realClock: LaneClock = {
  now: () => Date.now(),
  after: (ms, fire) => {
    const timer = setTimeout(fire, ms);
    return () => clearTimeout(timer);
  },
};
