#!/usr/bin/env node
// The one file that must run on any Node.js: it says what is missing where the program itself could not even be parsed.
const oldest = 24;

if (Number.parseInt(process.versions.node, 10) < oldest) {
  refuse(
    'LP_CLI_NODE_TOO_OLD',
    `This is Node.js ${process.versions.node}, and Longplay needs ${oldest} or later.`,
    'Run it as `npx longplay …` in the folder of Longplay after `npm ci`, which installs the right Node.js there.',
  );
} else {
  import('./longplay.ts').then(
    async ({ main }) => process.exit(await main(process.argv.slice(2))),
    error => {
      if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
      refuse(
        'LP_CLI_NOT_INSTALLED',
        `A package is missing: ${error.message}`,
        'Run `npm ci` in the folder of Longplay.',
      );
    },
  );
}

function refuse(code, message, remedy) {
  process.stderr.write(`error ${code}: ${message}\nremedy: ${remedy}\n`);
  process.exitCode = 2;
}
