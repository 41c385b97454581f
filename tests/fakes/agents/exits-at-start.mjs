process.stderr.write('cannot find the licence file\n', () => process.exit(7));
