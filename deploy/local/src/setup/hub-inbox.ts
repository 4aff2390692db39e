/**
 * Inbox prefix of every connection of a region's hub. Answers from other regions come back through the leaf nodes, where
 * only this prefix is let in: a region cannot listen to another's answers.
 */
export const hubInboxPrefix = (region: string): string => `_INBOX_${region}`;
