export { newUserSeed } from '@tongban/broker';
