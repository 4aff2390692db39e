const CODE = /^[\w.:+/-]{1,64}$/;
/** A telephone or an identity number has at least so many digits in a row; no code of ours has. */
const NUMBER = /\d{11}/;

/** What somebody gave for a code, for the words of an error: repeated when it may be one, because whoever typed a name or an identity number there would find it in a log. */
export const givenCode = (text: string): string => (CODE.test(text) && !NUMBER.test(text) ? text : '(no code, and not repeated)');
