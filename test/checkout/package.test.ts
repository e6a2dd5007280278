// What is published works in an empty folder: the command, and the formats as a library.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT, run } from './child.ts';

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string; dependencies: Record<string, string> };
const folder = mkdtempSync(join(tmpdir(), 'clientele-package-'));

/** Unpacked beside links to the declared dependencies and to nothing else: as npm would install it, but without a network. */
beforeAll(async () => {
  const packed = await run('npm', ['pack', '--pack-destination', folder]);
  expect(packed.status, packed.stderr).toBe(0);
  const unpacked = join(folder, 'node_modules', 'clientele');
  mkdirSync(unpacked, { recursive: true });
  await run('tar', ['-xzf', join(folder, `clientele-${manifest.version}.tgz`), '-C', unpacked, '--strip-components=1']);
  for (const name of Object.keys(manifest.dependencies)) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

it('prints its version from the published command', async () => {
  const ended = await run(process.execPath, ['node_modules/clientele/bin/clientele.mjs', '--version'], { cwd: folder });
  expect(ended).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: '' });
});

it('gives the formats as a library', async () => {
  const script = `import * as formats from 'clientele/formats'; console.log(typeof formats.parse, typeof formats.convert)`;
  const ended = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: folder });
  expect(ended).toEqual({ status: 0, stdout: 'function function\n', stderr: '' });
});

it('gives the client as a library', async () => {
  const script = `import { createClient } from 'clientele/client'; console.log(typeof createClient({ url: 'http://127.0.0.1' }).list)`;
  const ended = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: folder });
  expect(ended).toEqual({ status: 0, stdout: 'function\n', stderr: '' });
});

it('publishes what runs and its documents, and no sources or tests', async () => {
  const { stdout } = await run('tar', ['-tzf', join(folder, `clientele-${manifest.version}.tgz`)]);
  const paths = stdout.trim().split('\n');
  const published = /^package\/((bin|console\/dist|dist)\/.+|CHANGELOG\.md|LICENSE|README\.md|package\.json)$/;
  expect(paths.filter((path) => !published.test(path))).toEqual([]);
  expect(paths).toEqual(expect.arrayContaining(['package/dist/formats/index.d.ts', 'package/dist/client/client.d.ts']));
});
