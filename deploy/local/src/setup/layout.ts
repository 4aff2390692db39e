export { BACKBONE, type Layout, RELATIVE, layoutOf } from '@tongban/data-directory';
