// Loaded before a service's own code: its system clock then differs from the machine's by TONGBAN_FAULT_CLOCK_SKEW_MS. Timers and
// performance.now() are left alone, as on a machine whose clock is wrong.
const skewMs = Number(process.env.TONGBAN_FAULT_CLOCK_SKEW_MS);
if (!Number.isFinite(skewMs)) throw new Error('TONGBAN_FAULT_CLOCK_SKEW_MS must be a number of milliseconds');

const RealDate = Date;
const now = () => RealDate.now() + skewMs;
globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (_, args, target) => Reflect.construct(RealDate, args.length === 0 ? [now()] : args, target),
  get: (real, name) => (name === 'now' ? now : Reflect.get(real, name)),
});
