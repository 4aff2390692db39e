import { runServices } from '@tongban/service-kit';
import { casesService } from './service';

void runServices('cases', [casesService]).catch((error: unknown) => {
  process.stderr.write(`cases: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
