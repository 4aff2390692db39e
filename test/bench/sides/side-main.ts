import { runLoad } from '../load/run-load';
import type { Answer, OpenSide, Order } from './side';

/**
 * Runs one side: `side-main.js MODULE`, settings as JSON in TONGBAN_BENCH_SIDE. It answers orders over its channel and ends
 * on SIGTERM or when the bench is gone.
 */
async function main(module: string, settings: string): Promise<void> {
  const { open } = (await import(module)) as { open: OpenSide };
  const side = await open(JSON.parse(settings) as never);
  const end = (): void => void side.close().then(() => process.exit(0), fail);
  process.once('SIGTERM', end).once('disconnect', end);
  process.on('message', (order: Order) => {
    if ('question' in order) {
      if (!side.ask) return say({ failed: 'this side answers nothing' });
      side.ask(order.question).then((answer) => say({ answer }), (error: unknown) => say({ failed: wordsOf(error) }));
      return;
    }
    const { load } = order;
    if (!side.job) return say({ failed: 'this side sends nothing' });
    runLoad(side.job, load).then((result) => say({ result }), (error: unknown) => say({ failed: wordsOf(error) }));
  });
  say({ ready: true });
}

const say = (answer: Answer): void => void process.send?.(answer);
const wordsOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
function fail(error: unknown): void {
  say({ failed: wordsOf(error) });
  process.stderr.write(`${wordsOf(error)}\n`);
  process.exit(1);
}

process.on('unhandledRejection', fail);
main(process.argv[2] ?? '', process.env['TONGBAN_BENCH_SIDE'] ?? '{}').catch(fail);
