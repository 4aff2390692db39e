import { runServices } from '@tongban/service-kit';
import { standardsService } from './service';

void runServices('standards', [standardsService]).catch((error: unknown) => {
  process.stderr.write(`standards: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
