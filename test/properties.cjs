// fast-check as every test of the repository gets it: the same properties, with a share of their runs in `npm test` and all of them in `npm run test:long -- --properties`. A property that fails prints its
// seed and path either way.
const real = require('fast-check-itself');

const RUNS_DEFAULT = 100;
const RUNS_MIN = 3;
const share = Number(process.env.TONGBAN_PROPERTY_SHARE ?? 0.3);
const scaled = (parameters = {}) => ({ ...parameters, numRuns: Math.max(RUNS_MIN, Math.ceil((parameters.numRuns ?? RUNS_DEFAULT) * share)) });

const shared = {
  ...real,
  assert: (property, parameters) => real.assert(property, scaled(parameters)),
  check: (property, parameters) => real.check(property, scaled(parameters)),
};
module.exports = { ...shared, default: shared, __esModule: true };
