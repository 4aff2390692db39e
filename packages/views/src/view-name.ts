/** The view of this package in checkpoint keys; another view of the same streams would have its own. */
export const VIEW = 'cases';
