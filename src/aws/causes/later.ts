/** What to do about what resolves itself. */
export const LATER = 'run the same command again later, or let it wait with --wait 2h';
