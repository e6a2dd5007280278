// `npm run check` asks: does openapi.json break a client of the last commit on main? Then CHANGELOG.md's Unreleased must say
// "Breaking", where and what.
// Without git, without such a commit or without the file in it there is nothing to break.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { breaksBetween, unannounced } from './breaking-changes.mjs';

const ROOT = join(fileURLToPath(import.meta.url), '..', '..');

const before = committed(['main', 'origin/main', 'HEAD']);
const breaks = before === null ? [] : breaksBetween(before, JSON.parse(read('openapi.json')));
const untold = unannounced(breaks, read('CHANGELOG.md'));
if (untold.length > 0) {
  console.log(`${untold.map((each) => `openapi.json: ${each}`).join('\n')}
These break clients. Keep the old way beside the new one, or tell of each under [Unreleased] in CHANGELOG.md,
in an entry that says "Breaking", the operation and what breaks in these words: Breaking: \`POST /v1/things\`: is gone.`);
  process.exitCode = 1;
}

function committed(revisions) {
  for (const revision of revisions) {
    const { status, stdout } = spawnSync('git', ['show', `${revision}:openapi.json`], { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 });
    if (status === 0) return JSON.parse(stdout);
  }
  return null;
}

function read(path) {
  return readFileSync(join(ROOT, path), 'utf8');
}
