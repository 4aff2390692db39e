export { borderService } from './service';
