import fc from 'fast-check';

// The gate tells what a change did, not what a new throw of the dice found; anywhere else each run looks at other values.
if (process.env.CI) fc.configureGlobal({ seed: 1 });

export { fc };
