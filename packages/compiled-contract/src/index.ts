export { MANIFEST_PATH, compileContract, type CompiledContract, type ContractInput, type ContractManifest } from './contract';
export { fileDigest, type ContractFile, type ListedFile } from './contract-file';
export { type Guide } from './guide/guide-shape';
export { guideFiles } from './guide/guide-files';
export { guideText } from './guide/guide-text';
export { type Procedure } from './procedure/procedure-shape';
export { contractOf, guideOfItem, type WhichVersion } from './published-contract';
export { LANGUAGES, type Language } from './words';
