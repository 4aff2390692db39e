export { standardsService } from './service';
