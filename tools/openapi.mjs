// `npm run openapi`: writes openapi.json from the routes and the client's types from openapi.json, and lints the document.
// `--check` writes nothing and fails where either differs from what is committed.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, ROOT } from './prepare.mjs';
import { environmentFor } from './run.mjs';

const GENERATE = join(ROOT, 'tools', 'generate');
const DOCUMENT = 'openapi.json';
const TYPES = 'src/client/api.ts';

const node = prepare();
const isCheck = process.argv.includes('--check');
if (!existsSync(join(GENERATE, 'node_modules', '.package-lock.json')))
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], GENERATE);
keep(DOCUMENT, run(node, ['tools/print-openapi.ts']));
keep(TYPES, typesOf(readFileSync(join(ROOT, DOCUMENT), 'utf8')));
run('node_modules/.bin/redocly', ['lint', '../../openapi.json', '--config', 'lint.yaml', '--max-problems', '50'], GENERATE, 'inherit');

/** The generator's output under a header of ours; the digest lets a test see, without the generator, what it was made from. */
function typesOf(document) {
  const text = run(
    'node_modules/.bin/openapi-typescript',
    ['../../openapi.json', '--root-types', '--root-types-no-schema-prefix'],
    GENERATE,
  );
  const digest = createHash('sha256').update(document).digest('hex');
  return `// Written by \`npm run openapi\` from openapi.json, and by nobody's hand: the types of every path, answer and schema of the API.\n// openapi.json sha256: ${digest}\n\n${text}`;
}

function keep(path, text) {
  const file = join(ROOT, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  if (isCheck) stop(`${path} differs from what the routes give: run "npm run openapi" and commit what it writes.`);
  writeFileSync(file, text);
  console.error(`${path} written`);
}

function run(command, args, cwd = ROOT, stdout = 'pipe') {
  const env = environmentFor(node, { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' });
  const {
    status,
    stdout: text,
    error,
  } = spawnSync(command, args, { cwd, env, stdio: ['ignore', stdout, 'inherit'], encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (error || status !== 0) stop(`${command} ${args[0]} failed${error ? `: ${error.message}` : ''}.`);
  return text;
}

function stop(reason) {
  console.error(reason);
  process.exit(1);
}
