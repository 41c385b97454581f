/** How many random histories a test goes through: `npm run test:histories -- --runs N --seed S`. */
export function historyRuns(usual: number, share = 1): number {
  const asked = process.env.COPPICE_HISTORY_RUNS;
  return asked === undefined ? usual : Math.ceil(Number(asked) / share);
}

/** The seed of the first of them; those after it follow. */
export const firstSeed = Number(process.env.COPPICE_HISTORY_SEED ?? 1);
