import { runServices } from '@tongban/service-kit';
import { borderService } from './service';

void runServices('border', [borderService]).catch((error: unknown) => {
  process.stderr.write(`border: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
