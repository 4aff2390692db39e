/** Weights of the check character of GB 11643. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECKS = '10X98765432';
const CITIZEN = /^\d{6}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]$/;
const MOBILE = /^(\+?86)?1[3-9]\d{9}$/;

/** What a person might type that must go into no address and no log. A guard against habit, not a filter of content: numbers of cases have other shapes. */
export function looksPersonal(text: string): boolean {
  const plain = text.replace(/[\s-]/g, '').toUpperCase();
  return MOBILE.test(plain) || (CITIZEN.test(plain) && CHECKS[WEIGHTS.reduce((sum, weight, index) => sum + weight * Number(plain[index]), 0) % 11] === plain[17]);
}
