// The TypeScript compiler with its JavaScript API, from a package that adds no second `tsc` command.
module.exports = require('@ts-morph/common').ts;
