export { loadCatalogue, type Catalogue, type ItemFlow } from './catalogue';
export { catalogueFlows, type CatalogueFlow, type CatalogueFlows } from './catalogue-flows';
export { type Region } from './shapes/geography';
export { type EvaluationRecord, type HolidayYear, type IdentifierRecord, type Task } from './shapes/reference';
export { type ServiceItem } from './shapes/service-items';
export { type Standard } from './shapes/standards';
