// Finds (or fetches) the servers once, before any worker starts, and names them the way the finder itself takes names: every
// test then runs the same binaries, on a machine that had none of them before.
const { delimiter } = require('node:path');

module.exports = async () => {
  const { cacheDirectory, findServers } = require('../deploy/local');
  const { TONGBAN_REDIS_URL: _ours, ...env } = process.env;
  const found = await findServers({ cacheDir: cacheDirectory(), env, say: (zh, en) => process.stderr.write(`${zh} · ${en}\n`) });
  process.env.TONGBAN_NATS_SERVER_BIN = found['nats-server'].path;
  process.env.TONGBAN_REDIS_SERVER_BIN = found['redis-server'].path;
  const libraries = [...Object.values(found).flatMap(({ env: own }) => own.LD_LIBRARY_PATH ?? []), process.env.LD_LIBRARY_PATH].filter(Boolean);
  if (libraries.length > 0) process.env.LD_LIBRARY_PATH = libraries.join(delimiter);
};
