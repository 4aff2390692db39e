import { borderService } from '@tongban/border';
import { casesService } from '@tongban/cases';
import { runServices } from '@tongban/service-kit';

// All services of one region in one process: the embedded default.
void runServices('hub', [borderService, casesService]).catch((error: unknown) => {
  process.stderr.write(`hub: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
