// What package-lock.json must be for `npm ci` to take it everywhere: complete for every platform, and free of one registry's addresses.

export interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * Packages locked with an address, and optional packages that are not locked: a registry that lacks other platforms' packages
 * makes npm leave them out, and then `npm ci` refuses the lock on every platform.
 */
export function lockFaults({ packages }: Lock): string[] {
  return Object.entries(packages).flatMap(([path, { resolved, optionalDependencies = {} }]) => [
    ...(resolved ? [`${path} is locked with the address ${resolved}`] : []),
    ...Object.keys(optionalDependencies)
      .filter((name) => !isLocked(packages, path, name))
      .map((name) => `${name}, which ${path} may need on another platform, is not locked`),
  ]);
}

/** Whether `name` is found from `path` as Node finds packages: in it, else in the folders above. */
function isLocked(packages: Lock['packages'], path: string, name: string): boolean {
  const parents = path.split('/node_modules/').map((_, index, parts) => `${parts.slice(0, index + 1).join('/node_modules/')}/`);
  return ['', ...parents].some((parent) => `${parent}node_modules/${name}` in packages);
}
