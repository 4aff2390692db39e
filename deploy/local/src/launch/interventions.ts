export { type Intervention, Interventions, type Wishes } from '@tongban/data-directory';
