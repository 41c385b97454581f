/** What the command palette says. */
export const paletteStrings = {
  title: 'Command palette',
  placeholder: 'Search commands, sessions and repositories',
  nothing: (query: string) => `Nothing matches “${query}”`,
  needYou: 'Need you',
  sessions: 'Sessions',
  repositories: 'Repositories',
};
