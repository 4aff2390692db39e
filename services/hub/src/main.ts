import { borderService } from '@tongban/border';
import { casesService } from '@tongban/cases';
import { runServices } from '@tongban/service-kit';
import { standardsService } from '@tongban/standards';

// All services of one region in one process: the embedded default.
void runServices('hub', [standardsService, borderService, casesService]).catch((error: unknown) => {
  process.stderr.write(`hub: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
