/** A failure the user can act on: printed as its sentence alone, with no stack. */
export class SetupError extends Error {}

/** Prints one step of what a script is doing. */
export function say(text) {
  console.log(`[coppice] ${text}`);
}

/** Runs a script's main function; a SetupError becomes its sentence and exit code 1. */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n[coppice] ${error.message}`);
    process.exitCode = 1;
  }
}
