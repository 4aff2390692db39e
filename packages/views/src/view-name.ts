/**
 * The view of this package in checkpoint keys; another view of the same streams would have its own. The number goes up when rows have something new: the view is
 * then fed again from the beginning, and each row replaced by its like.
 */
export const VIEW = 'cases4';
