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
  keepCompiled();
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

/**
 * Node.js keeps what it has compiled, which halves the time of every later start. Beside the packages, not in the shared
 * temporary folder, where another user could leave something to run; where it cannot be written, starts stay as they are.
 */
function keepCompiled() {
  const [fs, module, url] = ['node:fs', 'node:module', 'node:url'].map(name => process.getBuiltinModule(name));
  const packages = new URL('../node_modules/', import.meta.url);
  if (fs.existsSync(packages)) module.enableCompileCache(url.fileURLToPath(new URL('.cache/longplay', packages)));
}

function refuse(code, message, remedy) {
  process.stderr.write(`error ${code}: ${message}\nremedy: ${remedy}\n`);
  process.exitCode = 2;
}
