export { casesService } from './service';
