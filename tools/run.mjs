// Runs a command as if it were this process: same terminal, signals passed on, exit status passed back.

import { spawn } from 'node:child_process';
import { constants, tmpdir } from 'node:os';
import { dirname, delimiter, join } from 'node:path';
import { ROOT } from './prepare.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs `node` with `args` in `cwd` and gives its exit status, 128 + the signal's number where a signal ended it. */
export function runNode(node, args, { cwd = process.cwd(), env = {} } = {}) {
  const child = spawn(node, args, { cwd, env: environmentFor(node, env), stdio: 'inherit' });
  const pass = (signal) => {
    // On a terminal Ctrl-C reaches the child by itself, and a second one would mean "stop at once".
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (status, signal) => {
      for (const name of SIGNALS) process.off(name, pass);
      resolve(status ?? 128 + constants.signals[signal]);
    });
  });
}

/**
 * An environment in which `node` and the checkout's own commands are found first, and in which sources that one process compiled are
 * found compiled by the next.
 */
export function environmentFor(node, more = {}) {
  const folders = [dirname(node), join(ROOT, 'node_modules', '.bin'), process.env.PATH];
  return { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'), ...process.env, PATH: folders.join(delimiter), ...more };
}
