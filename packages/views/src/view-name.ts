/**
 * The view of this package in checkpoint keys; another view of the same streams would have its own. The number goes up when rows have something new or are laid down
 * otherwise: what older processes wrote is then dropped, and the view fed from the beginning.
 */
export const VIEW = 'cases5';
