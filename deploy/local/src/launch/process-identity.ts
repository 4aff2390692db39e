export { type ProcessIdentity, identityOf, isAlive } from '@tongban/data-directory';
